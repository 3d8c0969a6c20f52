import { expect, it } from "vitest";
import { sweepIdOf, sweepWorkflowId } from "../../src/client/identity.ts";

it("is the same for one sweep in one store, and another in another store", () => {
  const here = sweepWorkflowId("file:///data", "pi-0123456789");
  expect(sweepWorkflowId("file:///data", "pi-0123456789")).toBe(here);
  expect(sweepWorkflowId("file:///other", "pi-0123456789")).not.toBe(here);
  expect(sweepWorkflowId("file:///data", "pi-9876543210")).not.toBe(here);
  expect(here).toContain("pi-0123456789");
});

it("gives the sweep back, from its own id and from those below it", () => {
  const here = sweepWorkflowId("file:///data", "pi-0123456789");
  expect(sweepIdOf(here)).toBe("pi-0123456789");
  expect(sweepIdOf(`${here}/run/1/shard-0/chain-3`)).toBe("pi-0123456789");
  expect(sweepIdOf("order-12")).toBeUndefined();
});
