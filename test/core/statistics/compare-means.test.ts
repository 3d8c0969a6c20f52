import { describe, expect, it } from "vitest";
import { normals } from "../../../src/core/random/samplers.ts";
import { compareMeans } from "../../../src/core/statistics/compare-means.ts";
import { summarise } from "../../../src/core/statistics/summary.ts";
import { welch } from "../../../src/core/statistics/welch.ts";

const trials = 2000;

/** How often two samples of a law, of n and m values, are said to differ at 5 %. */
function calls(n: number, m: number, law: (z: number) => number, compare = compareMeans): number {
  const values = new Float64Array(trials * (n + m));
  normals(values, { key: [7, 7], first: 0, count: trials }, { generation: 1, draw: 0, part: 0 }, n + m);
  let called = 0;
  for (let i = 0; i < trials; i++) {
    const all = values.subarray(i * (n + m), (i + 1) * (n + m)).map(law);
    const found = compare(summarise(all.slice(0, n)), summarise(all.slice(n)), 0.95);
    expect(found).toBeDefined();
    if (!found) continue;
    expect(found.low <= 0 && found.high >= 0).toBe(found.p > 0.05);
    if (found.p <= 0.05) called++;
  }
  return called / trials;
}

describe("means of one law", () => {
  const laws: [string, (z: number) => number][] = [
    ["normal", (z) => z],
    ["skewed", (z) => Math.exp(z)],
    ["very skewed", (z) => Math.exp(2 * z)],
    ["seldom not 0", (z) => (z > 1.6 ? 1 : 0)],
    ["of two values", (z) => (z > 0 ? 1 : 0)],
  ];

  it.each(
    laws.flatMap(([name, law]) =>
      [
        [2, 2],
        [3, 3],
        [40, 40],
        [5, 100],
        [20, 400],
      ].map(([n = 0, m = 0]) => ({ name, law, n, m })),
    ),
  )("differ once in 20 times at most: $name, $n and $m", ({ law, n, m }) => {
    // 5 %, and four standard errors of a share among 2000; for two values, whose steps are large, 1 % more.
    expect(calls(n, m, law)).toBeLessThan(0.05 + 4 * Math.sqrt((0.05 * 0.95) / trials) + 0.01);
  });

  it("do so far more often by Welch's interval alone", () => {
    expect(
      calls(
        5,
        100,
        (z) => Math.exp(2 * z),
        (a, b, level) => welch(a, b, level),
      ),
    ).toBeGreaterThan(0.2);
  });
});

it("a difference of half a standard deviation is seen with 200 and with 20 and 400 values", () => {
  const shifted = (n: number, m: number): number | undefined =>
    compareMeans({ n, mean: 0, sd: 1 }, { n: m, mean: 0.5, sd: 1 }, 0.95)?.p;
  expect(shifted(200, 200)).toBeLessThan(1e-5);
  expect(shifted(20, 400)).toBeLessThan(0.05);
});

describe("samples without spread", () => {
  const constants = (n: number, m: number, difference = 1) =>
    compareMeans({ n, mean: 2, sd: 0 }, { n: m, mean: 2 + difference, sd: 0 }, 0.95);

  it("that agree do not differ", () => {
    expect(constants(3, 9, 0)).toEqual({ difference: 0, low: 0, high: 0, p: 1 });
  });

  it("differ where one law would seldom give both", () => {
    // The larger of x (1 - x)^2 is at x = 1/3, that of x^9 (1 - x)^10 at 9/19.
    expect(constants(2, 2)).toMatchObject({ low: 0, high: 1, p: expect.closeTo(4 / 27, 12) });
    const { p, low, high } = constants(10, 10) ?? {};
    expect([low, high]).toEqual([1, 1]);
    expect(p).toBeCloseTo(1.9582321e-6, 12);
  });

  it("are not compared where there is but one value", () => {
    expect(constants(1, 5)).toBeUndefined();
  });
});
