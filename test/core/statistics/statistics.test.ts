import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { momentsOf } from "../../../src/core/statistics/moments.ts";
import { medianDeviation, quantileOf, trimmedMean } from "../../../src/core/statistics/order.ts";
import { ratioOfMeans } from "../../../src/core/statistics/ratio.ts";
import { summarise } from "../../../src/core/statistics/summary.ts";

const sorted = (...values: number[]): Float64Array => Float64Array.from(values).sort();
const numbers = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }), {
  minLength: 2,
  maxLength: 60,
});

/** The text-book loop in units of 2^-k, exact: what a compensated sum is to come close to. */
function exactly(values: readonly number[]): { mean: number; sd: number } {
  const scale = 2 ** 40;
  const whole = values.map((value) => BigInt(Math.round(value * scale)));
  const sum = whole.reduce((a, b) => a + b, 0n);
  const n = BigInt(values.length);
  const squares = whole.reduce((a, b) => a + (n * b - sum) ** 2n, 0n);
  const variance = Number(squares) / values.length ** 2 / (values.length - 1) / scale ** 2;
  return { mean: Number(sum) / values.length / scale, sd: Math.sqrt(variance) };
}

describe("mean and spread", () => {
  it("are those of exact sums", () => {
    const whole = fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 }), { minLength: 2, maxLength: 60 });
    fc.assert(
      fc.property(whole, fc.integer({ min: -30, max: 30 }), (values, shift) => {
        const scaled = values.map((value) => value * 2 ** Math.min(0, shift));
        const { mean, sd } = momentsOf(sorted(...scaled));
        const oracle = exactly(scaled);
        // A few roundings of 1.1e-16 each, relative to the largest value.
        const largest = Math.max(...scaled.map(Math.abs));
        expect(Math.abs(mean - oracle.mean)).toBeLessThanOrEqual(4e-16 * largest);
        expect(Math.abs(sd - oracle.sd)).toBeLessThanOrEqual(1e-14 * oracle.sd + 4e-16 * largest);
      }),
    );
  });

  it("keep a spread far below the mean", () => {
    const { mean, sd } = momentsOf(sorted(1e8 + 1, 1e8 + 2, 1e8 + 3));
    expect([mean, sd]).toEqual([1e8 + 2, 1]);
  });

  it("are those of the same values times a power of 2, down to where squares are 0", () => {
    const values = [0.25, 1.5, 2.75, 0.1, 7];
    const { sd, mean } = momentsOf(sorted(...values));
    for (const power of [-400, -520, -900, -1000]) {
      const scaled = momentsOf(sorted(...values.map((value) => value * 2 ** power)));
      expect(scaled.sd / 2 ** power).toBeCloseTo(sd, 14);
      expect(scaled.mean / 2 ** power).toBeCloseTo(mean, 14);
    }
  });

  it.each([
    ["equal values", [0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1], 0.1, 0],
    ["one value", [3], 3, Number.NaN],
    ["no value", [], Number.NaN, Number.NaN],
    ["an infinite value", [1, Number.POSITIVE_INFINITY], Number.POSITIVE_INFINITY, Number.NaN],
    ["both infinities", [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY], Number.NaN, Number.NaN],
    ["values whose sum overflows", [1.5e308, 1.7e308], 1.6e308, Number.NaN],
  ])("of %s", (_, values, mean, sd) => {
    expect(momentsOf(sorted(...values))).toEqual({ mean, sd });
  });
});

describe("order statistics", () => {
  it("interpolate between neighbours", () => {
    const values = sorted(4, 1, 3, 2);
    expect([0, 0.05, 0.25, 0.5, 1].map((p) => quantileOf(values, p))).toEqual([1, 1.15, 1.75, 2.5, 4]);
    expect(quantileOf(sorted(7), 0.95)).toBe(7);
  });

  it("keep infinities, and have none between both", () => {
    const infinite = sorted(Number.NEGATIVE_INFINITY, 1, Number.POSITIVE_INFINITY);
    expect(quantileOf(infinite, 0.5)).toBe(1);
    expect(quantileOf(infinite, 0.25)).toBe(Number.NEGATIVE_INFINITY);
    expect(quantileOf(sorted(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY), 0.5)).toBeNaN();
  });

  it("have the median deviation of a plain sort", () => {
    fc.assert(
      fc.property(numbers, (values) => {
        const all = sorted(...values);
        const median = quantileOf(all, 0.5);
        const deviations = all.map((value) => Math.abs(value - median)).sort();
        expect(medianDeviation(all)).toBe(quantileOf(deviations, 0.5));
      }),
    );
  });

  it("leave out a tenth at each end", () => {
    const values = sorted(...Array.from({ length: 20 }, (_, i) => (i < 2 ? -1e9 : i)));
    expect(trimmedMean(values)).toBe(9.5);
    expect(trimmedMean(sorted(1, 2, 6))).toBe(3);
  });
});

describe("a ratio of means", () => {
  it("has the interval that the formula gives by hand", () => {
    // x̄ = 3, ȳ = 2, var x = 2/3·... : deviations x (-1, 0, 1), y (-0.1, 0.1, 0).
    const { ratio, low, high } = ratioOfMeans(Float64Array.of(2, 3, 4), Float64Array.of(1.9, 2.1, 2)) ?? {
      ...{ ratio: 0, low: 0, high: 0 },
    };
    const variance = (2 - 2 * 1.5 * 0.1 + 2.25 * 0.02) / 6 / 4;
    expect(ratio).toBeCloseTo(1.5, 14);
    expect((high - low) / 2).toBeCloseTo(1.959963984540054 * Math.sqrt(variance), 12);
    expect((high + low) / 2).toBeCloseTo(1.5, 12);
  });

  it.each([
    [-1000, 0],
    [0, -1000],
    [-1000, -990],
    [-600, -600],
  ])("is that of values times 2^%i and 2^%i, where squares are 0, times a power of 2", (a, b) => {
    const [x, y] = [
      [2, 3, 4],
      [1.9, 2.1, 2],
    ];
    const scaled = (values: number[] | undefined, power: number): Float64Array =>
      Float64Array.from(values ?? [], (value) => value * 2 ** power);
    const plain = ratioOfMeans(scaled(x, 0), scaled(y, 0));
    const found = ratioOfMeans(scaled(x, a), scaled(y, b));
    for (const part of ["ratio", "low", "high"] as const)
      expect((found?.[part] ?? 0) / 2 ** (a - b) / (plain?.[part] ?? 0)).toBeCloseTo(1, 13);
  });

  it("knows pairs: a multiple has no spread, and a chain that lacks one side is left out", () => {
    const y = Float64Array.of(11, 12, 13, Number.NaN);
    const x = Float64Array.of(22, 24, 26, 100);
    expect(ratioOfMeans(x, y)).toEqual({ ratio: 2, low: 2, high: 2 });
  });

  it.each([
    ["one pair", [1], [1]],
    ["a mean within four standard errors of 0", [1, 2, 3, 4], [-1, 1.5, -1, 1]],
    ["an infinite value", [1, Number.POSITIVE_INFINITY], [1, 1]],
  ])("is not given for %s", (_, x, y) => {
    expect(ratioOfMeans(Float64Array.from(x), Float64Array.from(y))).toBeUndefined();
  });
});

describe("a summary", () => {
  it("depends on the values, not on their order", () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray([0.1, 0.2, 0.3, 1e16, -1e16, 7, 11, 5e-324], { minLength: 8 }),
        (values) => {
          expect(summarise(Float64Array.from(values))).toEqual(summarise(sorted(...values)));
        },
      ),
    );
  });

  it("has logarithms of positive values only", () => {
    const { logMean, logSd } = summarise(Float64Array.of(1, Math.E, Math.E ** 2));
    expect(logMean).toBeCloseTo(1, 14);
    expect(logSd).toBeCloseTo(1, 14);
    expect(summarise(Float64Array.of(0, 1)).logMean).toBeNaN();
    expect(summarise(Float64Array.of(1, Number.POSITIVE_INFINITY)).logMean).toBeNaN();
  });
});
