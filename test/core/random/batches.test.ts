import { expect, it } from "vitest";
import type { Address, Lanes } from "../../../src/core/random/address.ts";
import { normalsAt } from "../../../src/core/random/samplers.ts";

const lanes: Lanes = { key: [3, 4], first: 0, count: 2 };
const at: Address = { generation: 1, draw: 0, part: 0 };

it("refuses an element that would begin the stream anew", () => {
  const out = new Float64Array(2);
  const last = Uint32Array.of(2 ** 31 - 1);
  normalsAt(out, lanes, 0, at, last, 1, 2);
  expect(out.every((x) => x !== 0)).toBe(true);
  expect(() =>
    normalsAt(out, lanes, 0, at, Uint32Array.of(2 ** 31), 1, 2),
  ).toThrowErrorMatchingInlineSnapshot(
    `[NumericalError: A stream has 2^32 elements; got element 4294967296. Draw smaller batches, or fewer numbers an observation.]`,
  );
});
