import { expect, it } from "vitest";
import type { Address, Lanes } from "../../../src/core/random/address.ts";
import { lgamma } from "../../../src/core/random/math.ts";
import { subsample } from "../../../src/core/random/samplers.ts";
import { expectFit, expectMassFit } from "./golden.ts";

const at: Address = { generation: 1, draw: 0, part: 0 };
const choose = (n: number, k: number): number => lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1);

/** How many of `n` chosen places lie in each of the stretches that a population is made of, by lane. */
function counts(seed: number, stretches: readonly number[], n: number, count: number): number[][] {
  const lanes: Lanes = { key: [seed, 0x5eed], first: 0, count };
  const population = stretches.reduce((a, b) => a + b);
  const chosen = new Uint32Array(n);
  return Array.from({ length: count }, (_, lane) => {
    subsample(chosen, lanes, lane, at, population, n);
    let [next, end] = [0, 0];
    return stretches.map((size) => {
      const before = next;
      end += size;
      while (next < n && chosen[next]! < end) next++;
      return next - before;
    });
  });
}

// A bitmap of the population up to 64 times n, a table of the chosen beyond: the switch lies between the last two pairs.
it.each([
  [[60, 140], 20, 50_000],
  [[3, 97], 90, 20_000],
  [[1600, 4800], 100, 20_000],
  [[1600, 4801], 100, 20_000],
  [[2 ** 31, 2 ** 31 - 1], 50, 20_000],
  [[1000, 4e9], 5000, 500],
] as const)(
  "chooses from one of two stretches %j by the hypergeometric law",
  ([marked, others], n, lanes) => {
    const seen = Float64Array.from(counts(1, [marked, others], n, lanes), ([count]) => count!);
    expectMassFit(seen, (k) =>
      k > marked || n - k > others
        ? 0
        : Math.exp(choose(marked, k) + choose(others, n - k) - choose(marked + others, n)),
    );
  },
);

it("chooses from several batches by the multivariate law", () => {
  const sizes = [5, 8, 4] as const;
  const seen = new Map<string, number>();
  for (const found of counts(2, sizes, 4, 100_000)) seen.set(found.join(), (seen.get(found.join()) ?? 0) + 1);
  const cells: [number, number][] = [];
  for (let i = 0; i <= 4; i++)
    for (let j = 0; i + j <= 4; j++) {
      const of = [i, j, 4 - i - j];
      const mass = of.reduce((sum, k, at) => sum + choose(sizes[at]!, k), -choose(17, 4));
      cells.push([seen.get(of.join()) ?? 0, Math.exp(mass)]);
    }
  expect(seen.size).toBe(cells.length);
  expectFit(
    cells.map(([count]) => count),
    cells.map(([, mass]) => mass),
  );
});
