import { expect, it } from "vitest";
import { drawCounts } from "../../../src/core/families/discrete-model.ts";
import { lgamma } from "../../../src/core/random/math.ts";
import { uniforms } from "../../../src/core/random/samplers.ts";
import { expectFit, expectParts, laws } from "../random/golden.ts";

/** Counts of every symbol in `n` draws, a row a lane. */
function multinomials(weights: readonly number[], n: number, lanes: number): Float64Array {
  const support = weights.length;
  const numbers = new Float64Array(lanes * support);
  const key = [1, 0x5eed] as const;
  uniforms(numbers, { key, first: 0, count: lanes }, { generation: 1, draw: 0, part: 0 }, support);
  let sum = 0;
  const values = Float64Array.from(weights, (weight) => (sum += weight));
  const drawn = { values: new Float64Array(1 + 2 * support), base: 0, room: support };
  const counts = new Float64Array(lanes * support);
  for (let lane = 0; lane < lanes; lane++) {
    drawCounts(drawn, { values, support, symbols: undefined, sums: 0 }, n, numbers, lane * support);
    for (let i = 1; i <= drawn.values[0]!; i++)
      counts[lane * support + drawn.values[i]!] = drawn.values[support + i]!;
  }
  return counts;
}

it("has the multinomial law of every combination of counts", () => {
  const [weights, n, lanes] = [[1, 3, 2], 4, laws.draws];
  const counts = multinomials(weights, n, lanes);
  const seen = new Map<string, number>();
  for (let i = 0; i < counts.length; i += 3) {
    const name = `${counts[i]},${counts[i + 1]},${counts[i + 2]}`;
    seen.set(name, (seen.get(name) ?? 0) + 1);
  }
  const cells: [number, number][] = [];
  for (let i = 0; i <= n; i++)
    for (let j = 0; i + j <= n; j++) {
      const of = [i, j, n - i - j];
      const mass = of.reduce(
        (sum, k, at) => sum + k * Math.log(weights[at]! / 6) - lgamma(k + 1),
        lgamma(n + 1),
      );
      cells.push([seen.get(of.join()) ?? 0, Math.exp(mass)]);
    }
  expect(seen.size).toBe(cells.length);
  expectFit(
    cells.map(([count]) => count),
    cells.map(([, mass]) => mass),
  );
});

// Counts come by conditional binomials, symbol after symbol: rare ones stand before common ones, behind and between.
it.each(laws.multinomials)("shares $n draws out by the weights $weights", ({ weights, n, counts: of }) => {
  const counts = multinomials(weights, n, laws.draws);
  for (let i = 0; i < counts.length; i += weights.length) {
    let sum = 0;
    for (let j = 0; j < weights.length; j++) sum += counts[i + j]!;
    if (sum !== n) expect(sum, `row ${i / weights.length}`).toBe(n);
  }
  expectParts(counts, weights.length, of);
});
