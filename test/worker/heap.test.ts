import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { collectSeldom } from "../../src/worker/heap.ts";

it("sets an option that this version of V8 has", () => {
  const options = execFileSync(process.execPath, ["--v8-options"], { encoding: "utf8" });
  expect(options).toContain("--heap-growing-percent (specifies heap growing factor");
  expect(collectSeldom).not.toThrow();
});
