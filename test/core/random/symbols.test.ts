import { describe, expect, it } from "vitest";
import { aim } from "../../../src/core/random/batches.ts";
import { memoryDoubles, memoryWords } from "../../../src/core/random/kernel.ts";
import { lgamma } from "../../../src/core/random/math.ts";
import {
  drawSymbols,
  measureSymbols,
  measuresAt,
  reserveSymbols,
  sharesAt,
  sumsAt,
  weightsOf,
  workAt,
} from "../../../src/core/random/symbols.ts";
import { expectFit, expectMassFit, expectMean, expectParts, laws } from "./golden.ts";

/** Counts of every symbol in `n` draws, a row a replicate. */
function multinomials(weights: readonly number[], n: number, rows: number): Float64Array {
  const support = weights.length;
  reserveSymbols(support);
  const counts = new Float64Array(rows * support);
  aim({ key: [1, 0x5eed], first: 0, count: rows }, { generation: 1, draw: 0, part: 0 });
  let sum = 0;
  const sums = Float64Array.from(weights, (weight) => (sum += weight));
  for (let row = 0; row < rows; row++) {
    memoryDoubles().set(sums, sumsAt);
    drawSymbols(support, n, row);
    const from = 2 * workAt(support);
    let total = 0;
    for (let i = 0; i < support; i++) total += counts[row * support + i] = memoryWords()[from + i]!;
    if (total !== n) expect(total, `row ${row}`).toBe(n);
  }
  return counts;
}

function column(counts: Float64Array, width: number, of: (row: Float64Array) => number): Float64Array {
  return Float64Array.from({ length: counts.length / width }, (_, row) =>
    of(counts.subarray(row * width, (row + 1) * width)),
  );
}

const binomial = (n: number, p: number) => (x: number) =>
  x > n
    ? 0
    : Math.exp(
        lgamma(n + 1) - lgamma(x + 1) - lgamma(n - x + 1) + x * Math.log(p) + (n - x) * Math.log1p(-p),
      );

describe("drawSymbols", () => {
  it.each([[[1, 3, 2], 4] as const, [[1, 3, 2], 1] as const])(
    "has the multinomial law of every combination of counts: %j, %i draws",
    (weights, n) => {
      const counts = multinomials(weights, n, laws.draws);
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
    },
  );

  // Counts come by conditional binomials, symbol after symbol: rare ones stand before common ones, behind and between.
  it.each(laws.multinomials)("shares $n draws out by the weights $weights", ({ weights, n, counts: of }) => {
    expectParts(multinomials(weights, n, laws.draws), weights.length, of);
  });

  const repeated = (weight: number, times: number): number[] => Array<number>(times).fill(weight);

  // Weights that are counts and as many as the draws make a pool; others, and other numbers of draws, do not.
  it.each([
    ["a pool of one observation a symbol", repeated(1, 12), 12],
    ["a small pool of small counts", [1, 2, 1, 3, 1, 1, 2, 5], 16],
    ["a pool of seven, which is none", [1, 2, 1, 3, 1, 1, 7], 16],
    ["a pool with counts about the means of tables", [31, 32, 33, 63, 64, 65, 66, 17, 16, 15, 1], 403],
    ["a pool with large counts", [700, 1, 129, 96, 97, 1, 2, 3, 128, 43], 1200],
    ["one draw more than the pool has", [31, 32, 33, 63, 64, 65, 66, 17, 16, 15, 1], 404],
    ["a pool twice as large as the draws", [1, 2, 3, 4, 60, 70, 1, 2, 5, 140], 144],
    ["one 50 times as large", [1, 2, 63, 127, 128, 129, 640, 4000, 9900, 10], 300],
    ["one 5000 times as large", [1, 128, 16_383, 16_384, 16_385, 300_000, 160_000, 500_000, 7, 719], 202],
    ["one whose sums have 15 bits", [9000, 1, 127, 128, 7000, 129, 16_000, 380, 1], 300],
    ["one whose sums have 16", [9000, 1, 127, 128, 7000, 129, 16_000, 380, 2], 300],
    ["weights that are halves", [0.5, 1.5, 1, 3, 1, 1, 2, 6], 16],
    ["many symbols", Array.from({ length: 300 }, (_, i) => 1 / (i + 1)), 200],
    ["as many draws as symbols are drawn one by one", [5, 1, 2, 0.5, 3, 1, 1], 167],
    ["as many as they are drawn symbol by symbol", [5, 1, 2, 0.5, 3, 1, 1], 168],
  ] as const)("gives each symbol, and two of them together, a binomial count: %s", (_, weights, n) => {
    const width = weights.length;
    const rows = 100_000;
    const counts = multinomials(weights, n, rows);
    const total = weights.reduce((a, b) => a + b);
    for (const i of [0, 1, 2, 3, 4, width - 2, width - 1]) {
      const p = weights[i]! / total;
      expectMassFit(
        column(counts, width, (row) => row[i]!),
        binomial(n, p),
      );
      const j = (i + 3) % width;
      expectMassFit(
        column(counts, width, (row) => row[i]! + row[j]!),
        binomial(n, p + weights[j]! / total),
      );
    }
  });

  // Bits are made for 2048 symbols at most in one go.
  it("gives each of 5000 symbols, and two of them together, a binomial count", () => {
    const weights = Array.from({ length: 5000 }, (_, i) => (i % 700 === 0 ? 150 : 1 + (i % 5)));
    const total = weights.reduce((a, b) => a + b);
    const n = 8000;
    const counts = multinomials(weights, n, 2000);
    for (const i of [0, 2047, 2048, 2149, 4095, 4096, 4999]) {
      const j = (i + 2048) % 5000;
      expectMassFit(
        column(counts, 5000, (row) => row[i]!),
        binomial(n, weights[i]! / total),
      );
      expectMassFit(
        column(counts, 5000, (row) => row[i]! + row[j]!),
        binomial(n, (weights[i]! + weights[j]!) / total),
      );
    }
  });

  it.each([49_999, 50_000, 50_001])(
    "keeps moments for a pool of %i, up to 500 a symbol of which are looked up",
    (n) => {
      const width = 100;
      const weights = [...repeated(Math.floor(n / 200), width - 1)];
      weights.push(n - weights.reduce((a, b) => a + b));
      const rows = 3000;
      const counts = multinomials(weights, n, rows);
      for (const i of [0, 50, width - 1]) {
        const p = weights[i]! / n;
        const variance = n * p * (1 - p);
        const values = column(counts, width, (row) => row[i]! - n * p);
        expectMean(
          values.reduce((a, b) => a + b),
          rows,
          0,
          variance,
        );
        expectMean(
          values.reduce((a, b) => a + b * b),
          rows,
          variance,
          2 * variance * variance,
        );
      }
    },
  );
});

it("measures as sums over symbols do, whether weights are counts or not, even in number or odd", () => {
  const mixed = [4095, 4096, 1, 2, 3, 70_000, 4, 0.5, 5, 6, 7, 8, 9, 1e6, 10];
  for (const weights of [[1], [3, 4], [4096, 4097, 2], [0.5, 0.25, 7, 1e6], [5, 1, 1, 1, 12], mixed]) {
    const n = weights.length;
    const total = weights.reduce((a, b) => a + b);
    const shares = weights.map((_, i) => (i + 1) / 20);
    reserveSymbols(n);
    memoryDoubles().set(weights, weightsOf(n));
    memoryDoubles().set(shares, sharesAt(n));
    measureSymbols(n, total);
    const p = weights.map((weight) => weight / total);
    const expected = [
      -p.reduce((sum, x) => sum + x * Math.log(x), 0),
      1 - p.reduce((sum, x) => sum + x * x, 0),
      p.reduce((sum, x, i) => sum + Math.max(0, x - shares[i]!), 0),
    ];
    expected.forEach((value, i) => expect(memoryDoubles()[measuresAt + i]).toBeCloseTo(value, 12));
  }
});
