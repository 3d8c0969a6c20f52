import { describe, expect, it } from "vitest";
import { exps, normals } from "../../../src/core/random/samplers.ts";
import { meanInterval } from "../../../src/core/sequential/interval.ts";

const chains = 1000;
const most = 256;
const settings = { confidence: 0.9, tunedFor: 32 };
const error = 1 - settings.confidence;
/** Errors beyond this are 4 standard errors above the stated rate: once in 31,000 such tests if the rate is kept. */
const tolerated = chains * error + 4 * Math.sqrt(chains * error * (1 - error));

/** `chains` sequences of `most` standard normal values each. */
function sequences(seed: number): readonly Float64Array[] {
  const all = new Float64Array(chains * most);
  normals(all, { key: [seed, 7], first: 0, count: chains }, { generation: 1, draw: 0, part: 0 }, most);
  return Array.from({ length: chains }, (_, i) => all.subarray(i * most, (i + 1) * most));
}

/** Sequences whose interval misses the mean at one of the looks or more. */
function misses(
  of: readonly Float64Array[],
  truth: number,
  looks: readonly number[],
  interval: (values: Float64Array) => { mean: number; halfWidth: number },
): number {
  return of.filter((values) =>
    looks.some((n) => {
      const { mean, halfWidth } = interval(values.subarray(0, n));
      return Math.abs(mean - truth) > halfWidth;
    }),
  ).length;
}

const everyLook = Array.from({ length: most - 1 }, (_, i) => i + 2);
const doubling = [64, 128, 256];

describe("intervals of a mean", () => {
  it("cover it at every n at once as often as they say, where values are Gaussian", () => {
    const values = sequences(1);
    const wrong = misses(values, 0, everyLook, (seen) => meanInterval(seen, settings));
    expect(wrong).toBeLessThan(tolerated);
    // And not because they say nothing: the rate is used up to a good part.
    expect(wrong).toBeGreaterThan((chains * error) / 4);
  });

  it("do so where looking again and again at a 90 % interval made for one n would not", () => {
    const wrong = misses(sequences(1), 0, everyLook, (seen) => {
      const { mean, halfWidth } = meanInterval(seen, settings);
      const n = seen.length;
      let squares = 0;
      for (const value of seen) squares += (value - mean) ** 2;
      return { mean, halfWidth: n < 30 ? halfWidth : 1.645 * Math.sqrt(squares / (n - 1) / n) };
    });
    expect(wrong).toBeGreaterThan(2 * tolerated);
  });

  it("cover the mean of exponential values, looked at from 64 on in rounds that double", () => {
    const [a, b] = [sequences(2), sequences(3)]; // (x² + y²) / 2 has the mean 1
    const exponential = a.map((values, i) => values.map((x, j) => (x * x + (b[i]?.[j] ?? 0) ** 2) / 2));
    expect(misses(exponential, 1, doubling, (seen) => meanInterval(seen, settings))).toBeLessThan(tolerated);
  });

  it("know their limits: a lognormal with sd 20 times its mean is covered less often than stated", () => {
    const values = sequences(4).map((normal) => {
      const heavy = normal.map((x) => 2.45 * x);
      exps(heavy, heavy);
      return heavy;
    });
    const mean = Math.exp(2.45 ** 2 / 2);
    expect(misses(values, mean, doubling, (seen) => meanInterval(seen, settings))).toBeGreaterThan(tolerated);
  });

  it("are the roots of the mixture martingale", () => {
    const values = Float64Array.of(
      0.3,
      -1.2,
      2.5,
      0.7,
      1.1,
      -0.4,
      0.9,
      1.8,
      0.2,
      0.6,
      -0.8,
      1.4,
      0.1,
      2.2,
      -0.3,
      0.5,
    );
    const { mean, halfWidth, n } = meanInterval(values, settings);
    const nats = -2 * Math.log(error);
    const c = settings.tunedFor / (nats + Math.log(nats) + 1);
    for (const end of [mean - halfWidth, mean + halfWidth]) {
      const sum = values.reduce((total, x) => total + (x - end), 0);
      const squares = values.reduce((total, x) => total + (x - end) ** 2, 0);
      const martingale = Math.sqrt(c / (n + c)) * (1 - sum ** 2 / ((n + c) * squares)) ** (-n / 2);
      expect(martingale).toBeCloseTo(1 / error, 8);
    }
  });

  it("are narrowest, among tunings, at the n that they are tuned for", () => {
    const values = sequences(5)[0]?.subarray(0, 256) ?? new Float64Array();
    const widths = [32, 256, 2048].map(
      (tunedFor) => meanInterval(values, { ...settings, tunedFor }).halfWidth,
    );
    expect(Math.min(...widths)).toBe(widths[1]);
  });

  it("are without end where values say nothing: too few, all the same, or not finite", () => {
    for (const values of [[], [1], [3, 3, 3, 3], [1, 2, Number.POSITIVE_INFINITY]])
      expect(meanInterval(Float64Array.from(values), settings).halfWidth).toBe(Number.POSITIVE_INFINITY);
  });
});
