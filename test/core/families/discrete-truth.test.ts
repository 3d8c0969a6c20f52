import { expect, it } from "vitest";
import { lawOfWeights } from "../../../src/core/families/discrete-law.ts";
import { truthDraws } from "../../../src/core/families/discrete-truth.ts";
import { countSorted, countsWidth } from "../../../src/core/families/symbol-counts.ts";
import { uniforms } from "../../../src/core/random/samplers.ts";

it.each([
  ["two symbols", [1, 3]],
  ["one that has nearly all", [1e-9, 1, 1e-9, 1e-9]],
  ["as many as one word of bits has", Array.from({ length: 32 }, (_, i) => 1 + (i % 3))],
  ["more than a word of words has", Array.from({ length: 5000 }, (_, i) => 1 / (i + 1))],
  ["more than the guide has slots", Array.from({ length: 1_100_000 }, (_, i) => 1 / (i + 1))],
] as const)("counts what inversion finds: %s", (_, weights) => {
  const law = lawOfWeights(Float64Array.from(weights));
  const n = 300;
  const numbers = new Float64Array(3 * n);
  uniforms(numbers, { key: [3, 4], first: 0, count: 1 }, { generation: 1, draw: 0, part: 0 }, 3 * n);
  const draw = truthDraws(law);
  // The same tables serve batch after batch.
  for (const start of [0, n, 2 * n]) {
    const found = Float64Array.from(numbers.subarray(start, start + n), (u) => {
      let [low, high] = [0, law.cumulative.length - 1];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (law.cumulative[middle]! > u) high = middle;
        else low = middle + 1;
      }
      return low;
    }).sort();
    const [drawn, expected] = [0, 0].map(() => ({
      values: new Float64Array(2 + countsWidth(n)),
      base: 2,
      room: n,
    }));
    draw(drawn!, numbers, start, n);
    countSorted(expected!, found);
    expect(drawn!.values).toEqual(expected!.values);
  }
});
