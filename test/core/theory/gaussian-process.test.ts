import { expect, it } from "vitest";
import { varianceRatio } from "../../../src/core/theory/gaussian-process.ts";

type Null = (g: number, h: number) => number;

/** x of A·x = b by elimination, the diagonal as pivots: A is a covariance. */
function solve(a: readonly (readonly number[])[], b: readonly number[]): number[] {
  const rows = a.map((row, i) => [...row, b[i]!]);
  for (let k = 0; k < rows.length; k++)
    for (let i = k + 1; i < rows.length; i++) {
      const factor = rows[i]![k]! / rows[k]![k]!;
      for (let j = k; j <= rows.length; j++) rows[i]![j]! -= factor * rows[k]![j]!;
    }
  const x = b.map(() => 0);
  for (let k = rows.length - 1; k >= 0; k--) {
    const rest = x.reduce((sum, value, j) => sum + (j > k ? rows[k]![j]! * value : 0), 0);
    x[k] = (rows[k]![rows.length]! - rest) / rows[k]![k]!;
  }
  return x;
}

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + value * b[i]!, 0);

/**
 * Var(M_g) of the recursive law, generation by generation, from the null covariances alone: S_g = N(0,1) + M_{g-1},
 * then M_g from its null conditional law given S_g and all that came before.
 */
function recursiveVariances(covMM: Null, covMS: Null, generations: number): number[] {
  const nullCov = (a: number, b: number): number => {
    // Variable 2(g-1) is S_g, 2(g-1)+1 is M_g.
    const [g, h] = [1 + (a >> 1), 1 + (b >> 1)];
    if (a % 2 === 0 && b % 2 === 0) return a === b ? 1 : 0;
    if (a % 2 === 1 && b % 2 === 1) return covMM(g, h);
    return a % 2 === 1 ? covMS(g, h) : covMS(h, g);
  };
  const covariance: number[][] = [];
  const append = (coefficients: readonly number[], noise: number): void => {
    const cross = covariance.map((row) => dot(row, coefficients));
    covariance.forEach((row, i) => void row.push(cross[i]!));
    covariance.push([...cross, dot(cross, coefficients) + noise]);
  };
  return Array.from({ length: generations }, (_, k) => {
    append(
      covariance.map((_row, i) => (i === 2 * k - 1 ? 1 : 0)),
      1,
    );
    const past = Array.from({ length: 2 * k + 1 }, (_unused, i) => i);
    const toPast = past.map((i) => nullCov(2 * k + 1, i));
    const weights = solve(
      past.map((i) => past.map((j) => nullCov(i, j))),
      toPast,
    );
    append(weights, nullCov(2 * k + 1, 2 * k + 1) - dot(weights, toPast));
    return covariance[2 * k + 1]![2 * k + 1]!;
  });
}

it.each([1.25, Math.PI / 2])(
  "is what the limit process of arXiv:2410.22812 gives, V = %d [oracle 22]",
  (v) => {
    const seen: Null = (g, h) => (h <= g ? 1 / g : 0);
    const own: Null = (g, h) => (g === h ? 1 : 0);
    const laws: [string, Null, Null][] = [
      ["replace", (g, h) => (g === h ? v : 0), own],
      ["accumulate", (g, h) => v / Math.max(g, h), seen],
      ["accumulate-subsample", (g, h) => (g === h ? v : v / Math.max(g, h)), seen],
    ];
    for (const [regime, covMM, covMS] of laws)
      recursiveVariances(covMM, covMS, 20).forEach((variance, k) => {
        expect(variance, `${regime} ${k + 1}`).toBeCloseTo(v * varianceRatio(regime, k + 1)!, 9);
      });
  },
);

it("has the ratios of the paper", () => {
  expect(varianceRatio("accumulate-subsample", 100)).toBeCloseTo(2.904952, 6);
  expect(varianceRatio("accumulate", 100)).toBeCloseTo(1.634984, 6);
  expect(varianceRatio("replace", 7)).toBe(7);
});
