import { describe, expect, it } from "vitest";
import { normals } from "../../../src/core/random/samplers.ts";
import { studentP, studentQuantile } from "../../../src/core/statistics/student.ts";
import { holm, welch } from "../../../src/core/statistics/welch.ts";

describe("Student's law", () => {
  // Values of scipy.stats.t (SciPy 1.17): 2 * sf(|t|), and isf(p / 2).
  it.each([
    [0, 3, 1],
    [1, 1, 0.5],
    [2.5, 4.7, 0.05759215934686732],
    [-3.1, 12, 0.009189996378391336],
    [8, 60.5, 4.641357000860899e-11],
    [0.01, 1000, 0.9920232819321873],
    [40, 3, 3.4380680789158506e-5],
  ])("exceeds |%d| at %d degrees of freedom as often as SciPy says", (t, freedom, p) => {
    expect(Math.abs(studentP(t, freedom) / p - 1)).toBeLessThan(1e-10);
  });

  it.each([
    [0.05, 1, 12.706204736174705],
    [0.05, 4.3, 2.7016948982822315],
    [0.01, 30, 2.749995653567226],
    [0.5, 7, 0.7111417780817866],
    [1e-6, 12, 9.084692934131269],
  ])("has the quantile at p = %d, %d degrees of freedom", (p, freedom, t) => {
    expect(Math.abs(studentQuantile(p, freedom) / t - 1)).toBeLessThan(1e-9);
  });
});

describe("Welch's comparison", () => {
  it("is SciPy's ttest_ind_from_stats with unequal variances", () => {
    const found = welch({ n: 10, mean: 1.2, sd: 0.5 }, { n: 25, mean: 2, sd: 1.5 }, 0.95);
    expect(found?.difference).toBeCloseTo(0.8, 12);
    expect(found?.p).toBeCloseTo(0.024490168536315884, 10);
    expect(found?.low).toBeCloseTo(0.1096574370210206, 9);
    expect(found?.high).toBeCloseTo(1.4903425629789795, 9);
  });

  it("covers the true difference as often as it says", () => {
    const [trials, n, m] = [1000, 6, 15];
    const values = new Float64Array(trials * (n + m));
    normals(values, { key: [5, 5], first: 0, count: trials }, { generation: 1, draw: 0, part: 0 }, n + m);
    const of = (list: Float64Array): { n: number; mean: number; sd: number } => {
      const mean = list.reduce((sum, x) => sum + x, 0) / list.length;
      const squares = list.reduce((sum, x) => sum + (x - mean) ** 2, 0);
      return { n: list.length, mean, sd: Math.sqrt(squares / (list.length - 1)) };
    };
    let missed = 0;
    for (let i = 0; i < trials; i++) {
      const all = values.subarray(i * (n + m), (i + 1) * (n + m));
      const found = welch(
        of(all.subarray(0, n).map((x) => 4 * x)),
        of(all.subarray(n).map((x) => 1 + x)),
        0.9,
      );
      if (found && (found.low > 1 || found.high < 1)) missed++;
    }
    // 10 % of 1000, give or take 4 standard errors of 9.5, and the approximation's own error of up to 1 %.
    expect(Math.abs(missed - 100)).toBeLessThan(48);
  });

  it("says nothing of samples that are too small", () => {
    expect(welch({ n: 1, mean: 1, sd: Number.NaN }, { n: 3, mean: 2, sd: 1 }, 0.95)).toBeUndefined();
    expect(
      welch({ n: 9, mean: Number.POSITIVE_INFINITY, sd: 1 }, { n: 3, mean: 2, sd: 1 }, 0.95),
    ).toBeUndefined();
  });
});

describe("Holm's adjustment", () => {
  it("multiplies by what is left, and never goes down", () => {
    expect(holm([0.01, 0.04, 0.03])).toEqual([0.03, 0.06, 0.06]);
    expect(holm([0.5, 0.9])).toEqual([1, 1]);
    expect(holm([])).toEqual([]);
  });
});
