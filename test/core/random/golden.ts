import { readFileSync } from "node:fs";
import { expect } from "vitest";

interface Cells {
  bounds: number[];
  probabilities: number[];
}

/** Of counts of the parts of a whole: the law of every part's count, and of that of every two together. */
interface PartCells extends Cells {
  parts: number[];
}

/** test/oracles/random/laws.json, by SciPy. */
export interface Laws {
  /** How many numbers a law is tested with. */
  draws: number;
  /** Upper critical values of chi-square by degrees of freedom, and of |z|, at the level 1e-5. */
  critical: number[];
  zCritical: number;
  normal: {
    draws: number;
    edges: number[];
    tails: { beyond: number; between: [number, number] }[];
    tailEdge: number;
    tailEdges: number[];
  };
  gammas: { shape: number; edges: number[] }[];
  betas: { theta: number; edges: number[] }[];
  binomials: (Cells & { n: number; p: number })[];
  poissons: (Cells & { mean: number })[];
  multinomials: { weights: number[]; n: number; counts: PartCells[] }[];
  subsets: { sizes: number[]; n: number; counts: PartCells[] }[];
  /** Mean and variance of log determinants. */
  wisharts: { order: number; freedom: number; logDeterminant: number; variance: number }[];
}

/** A golden file of test/oracles/random; generate.py there made it. */
export function golden<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../../oracles/random/${name}.json`, import.meta.url), "utf8")) as T;
}

export const laws: Laws = golden<Laws>("laws");

/** How many values lie in each cell: the k-th holds those up to bounds[k], the last those above all. */
export function counted(values: Float64Array, bounds: readonly number[]): number[] {
  const ends = Float64Array.from([...bounds, Number.POSITIVE_INFINITY]);
  const counts = new Float64Array(ends.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    let [low, high] = [0, bounds.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (value <= ends[middle]!) high = middle;
      else low = middle + 1;
    }
    counts[low]!++;
  }
  return [...counts];
}

/** Pearson's test: fails where counts as far from the probabilities come up less than once in 100,000 times. */
export function expectFit(counts: readonly number[], probabilities?: readonly number[]): void {
  const total = counts.reduce((a, b) => a + b, 0);
  let statistic = 0;
  counts.forEach((count, k) => {
    const expected = total * (probabilities?.[k] ?? 1 / counts.length);
    statistic += (count - expected) ** 2 / expected;
  });
  expect(statistic).toBeLessThan(laws.critical[counts.length - 1]!);
}

/** Pearson's test of counts against their mass function, over the counts that are expected often. */
export function expectMassFit(values: Float64Array, mass: (count: number) => number): void {
  const counts: number[] = [];
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  const often = [...counts.keys()].filter((count) => mass(count) * values.length >= 50);
  const [seen, expected] = [often.map((count) => counts[count] ?? 0), often.map(mass)];
  const rest = [values.length, 1].map((all, k) => all - [seen, expected][k]!.reduce((a, b) => a + b));
  expectFit([...seen, rest[0]!], [...expected, rest[1]!]);
}

/**
 * Every part's count has its law, and every two parts' together.
 *
 * @param counts shape [draws, parts]
 */
export function expectParts(counts: Float64Array, width: number, laws: readonly PartCells[]): void {
  const sums = new Float64Array(counts.length / width);
  for (const { parts, bounds, probabilities } of laws) {
    for (let i = 0; i < sums.length; i++)
      sums[i] = parts.reduce((sum, part) => sum + counts[i * width + part]!, 0);
    expectFit(counted(sums, bounds), probabilities);
  }
}

/** The mean of these numbers is the expectation, as far as their variance lets one tell at the level 1e-5. */
export function expectMean(sum: number, count: number, expectation: number, variance: number): void {
  expect(Math.abs(sum / count - expectation) / Math.sqrt(variance / count)).toBeLessThan(laws.zCritical);
}
