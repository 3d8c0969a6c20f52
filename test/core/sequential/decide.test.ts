import { describe, expect, it } from "vitest";
import { normals } from "../../../src/core/random/samplers.ts";
import { decide, type Until } from "../../../src/core/sequential/decide.ts";
import { roundEnds } from "../../../src/core/sequential/round-ends.ts";

const until: Until = { metric: "loss", half_width: 0.1, confidence: 0.95, min: 32, max: 4096 };

/** The replicates of many cells: Gaussian with mean 2 and this sd. */
function cells(count: number, sd: number): readonly Float64Array[] {
  const all = new Float64Array(count * until.max);
  normals(all, { key: [3, sd * 10], first: 0, count }, { generation: 1, draw: 0, part: 0 }, until.max);
  return Array.from({ length: count }, (_, i) =>
    all.subarray(i * until.max, (i + 1) * until.max).map((x) => 2 + sd * x),
  );
}

function stopped(values: Float64Array, rule: Until) {
  for (const end of roundEnds(rule)) {
    const decision = decide(values.subarray(0, end), rule);
    if (decision.enough) return { end, ...decision };
  }
  throw new Error("never enough");
}

describe("deciding", () => {
  const count = 400;

  it.each([0.2, 0.5, 1])("stops with the mean as near as promised, where values have sd %d", (sd) => {
    const ends = cells(count, sd).map((values) => stopped(values, until));
    const off = ends.filter(({ mean }) => Math.abs(mean - 2) > 0.1).length;
    // Intervals miss in at most 5 % of cells; 4 standard errors of a count of 400 are beyond 37.
    expect(off).toBeLessThan(37);
    expect(ends.every(({ halfWidth }) => halfWidth <= 0.1)).toBe(true);
  });

  it("takes replicates in proportion to the variance, in whole rounds", () => {
    const mean = (sd: number): number =>
      cells(100, sd).reduce((sum, values) => sum + stopped(values, until).end, 0) / 100;
    // Far from few values the half-width is sd * sqrt((6 + log(1 + n / c)) / n) with c = 14.6, about 3 sd / sqrt(n):
    // 0.1 is reached near n = 240 for sd 0.5 and near 1050 for sd 1. The round that contains it may be twice that.
    expect(mean(0.5)).toBeGreaterThanOrEqual(256);
    expect(mean(0.5)).toBeLessThanOrEqual(512);
    expect(mean(1)).toBeGreaterThanOrEqual(1024);
    expect(mean(1)).toBeLessThanOrEqual(2048);
    expect(mean(0.05)).toBe(32);
  });

  it("takes a share of the mean where that is asked for", () => {
    const { half_width: _, ...rest } = until;
    const relative = { ...rest, relative: 0.05 };
    for (const values of cells(20, 0.5)) {
      const { halfWidth, mean, end } = stopped(values, relative);
      expect(halfWidth).toBeLessThanOrEqual(0.05 * mean);
      // The last round would not have been enough.
      const before = decide(values.subarray(0, end / 2), relative);
      expect(before.halfWidth).toBeGreaterThan(0.05 * before.mean);
    }
  });

  it("ends at max in any case, and leaves out values that are not defined", () => {
    const wild = Float64Array.from({ length: 4096 }, (_, i) => (i % 2 === 0 ? 1e6 : -1e6));
    expect(decide(wild.subarray(0, 2048), until).enough).toBe(false);
    expect(decide(wild, until).enough).toBe(true);
    const [first = new Float64Array()] = cells(1, 0.2);
    const holed = first.subarray(0, 128).map((x, i) => (i % 4 === 0 ? Number.NaN : x));
    expect(decide(holed, until)).toMatchObject({ n: 96, enough: true });
  });

  it("is not changed by a larger max", () => {
    for (const values of cells(20, 0.5))
      expect(stopped(values, { ...until, max: 1024 }).end).toBe(stopped(values, until).end);
  });

  it("is not sure of values that are all the same", () => {
    expect(decide(new Float64Array(32).fill(1), until).enough).toBe(false);
  });
});
