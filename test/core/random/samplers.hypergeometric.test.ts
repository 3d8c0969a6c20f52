import { expect, it } from "vitest";
import type { Address, Lanes } from "../../../src/core/random/address.ts";
import { subsample } from "../../../src/core/random/samplers.ts";
import { expectParts, laws } from "./golden.ts";

const at: Address = { generation: 1, draw: 0, part: 0 };
const lanes: Lanes = { key: [1, 0x5eed], first: 0, count: laws.draws };

/** How many of `n` chosen places lie in each of the stretches that a population is made of, lane after lane. */
function counts(stretches: readonly number[], n: number): Float64Array {
  const population = stretches.reduce((a, b) => a + b);
  const width = stretches.length;
  const chosen = new Uint32Array(n);
  const found = new Float64Array(lanes.count * width);
  for (let lane = 0; lane < lanes.count; lane++) {
    subsample(chosen, lanes, lane, at, population, n);
    let [next, end] = [0, 0];
    for (let i = 0; i < width; i++) {
      const before = next;
      end += stretches[i]!;
      while (next < n && chosen[next]! < end) next++;
      found[lane * width + i] = next - before;
    }
  }
  return found;
}

// A bitmap of the population up to 64 times n, a table of the chosen beyond: there are laws on either side.
it.each(laws.subsets)(
  "chooses from stretches of $sizes by the hypergeometric law",
  ({ sizes, n, counts: of }) => {
    const found = counts(sizes, n);
    for (let lane = 0; lane < lanes.count; lane++) {
      let sum = 0;
      for (let i = 0; i < sizes.length; i++) sum += found[lane * sizes.length + i]!;
      if (sum !== n) expect(sum, `lane ${lane}`).toBe(n);
    }
    expectParts(found, sizes.length, of);
  },
);
