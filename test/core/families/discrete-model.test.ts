import { expect, it } from "vitest";
import { drawCounts } from "../../../src/core/families/discrete-model.ts";
import { lgamma } from "../../../src/core/random/math.ts";
import { uniforms } from "../../../src/core/random/samplers.ts";
import { expectFit, expectMassFit } from "../random/golden.ts";

/** Counts of every symbol in `draws` draws, lane after lane. */
function multinomials(seed: number, weights: readonly number[], draws: number, lanes: number): number[][] {
  const support = weights.length;
  const numbers = new Float64Array(lanes * support);
  uniforms(
    numbers,
    { key: [seed, 0x5eed], first: 0, count: lanes },
    { generation: 1, draw: 0, part: 0 },
    support,
  );
  let sum = 0;
  const values = Float64Array.from(weights, (weight) => (sum += weight));
  const drawn = { values: new Float64Array(1 + 2 * support), base: 0, room: support };
  return Array.from({ length: lanes }, (_, lane) => {
    drawCounts(drawn, { values, support, symbols: undefined, sums: 0 }, draws, numbers, lane * support);
    const counts = new Array<number>(support).fill(0);
    for (let i = 0; i < drawn.values[0]!; i++) counts[drawn.values[1 + i]!] = drawn.values[1 + support + i]!;
    return counts;
  });
}

const logChoose = (n: number, counts: readonly number[]): number =>
  counts.reduce((sum, k) => sum - lgamma(k + 1), lgamma(n + 1));

it("has the multinomial law of every combination of counts", () => {
  const [weights, n] = [[1, 3, 2], 4];
  const seen = new Map<string, number>();
  for (const counts of multinomials(1, weights, n, 50_000))
    seen.set(counts.join(), (seen.get(counts.join()) ?? 0) + 1);
  const cells: [number, number][] = [];
  for (let i = 0; i <= n; i++)
    for (let j = 0; i + j <= n; j++) {
      const of = [i, j, n - i - j];
      const mass = of.reduce((sum, k, at) => sum + k * Math.log(weights[at]! / 6), logChoose(n, of));
      cells.push([seen.get(of.join()) ?? 0, Math.exp(mass)]);
    }
  expect(seen.size).toBe(cells.length);
  expectFit(
    cells.map(([count]) => count),
    cells.map(([, mass]) => mass),
  );
});

// A rare symbol behind common ones: its count is left over by conditional binomials, and still has its own law.
it.each([
  [[1, 2, 1], 10],
  [[5, 1e-3, 5], 1000],
  [[1, 1, 1e-9], 1e9],
  [[1e-12, 1, 1e-9], 1e9],
] as const)("has binomial counts of the last symbol of %j in %d draws", (weights, n) => {
  const counts = multinomials(2, weights, n, weights[0] === 1 && n > 1e6 ? 1000 : 50_000);
  expect(counts.every((some) => some.reduce((a, b) => a + b) === n)).toBe(true);
  const symbol = weights[1] < 1 ? 1 : 2;
  const p = weights[symbol]! / weights.reduce((a, b) => a + b, 0);
  expectMassFit(
    Float64Array.from(counts, (some) => some[symbol]!),
    (k) => (k > n ? 0 : Math.exp(logChoose(n, [k, n - k]) + k * Math.log(p) + (n - k) * Math.log1p(-p))),
  );
});
