import { describe, expect, it } from "vitest";
import { harmonic, harmonicSquares } from "../../../src/core/theory/harmonic.ts";
import { predictions } from "../../../src/core/theory/registry.ts";
import { digamma, gammaRatio, trigamma, wholePower } from "../../../src/core/theory/special.ts";
import { cellOf, expectMean, run } from "../families/chains.ts";

const value = (family: string, raw: object, regime: string, metric: string, g: number): number =>
  predictions(cellOf(family, { ...raw }, regime), metric, g)[0]!.value;
const gaussian = (raw: object, regime: string, metric: string, g: number): number =>
  value("gaussian", raw, regime, metric, g);
const mle = { samples: 10, divisor: "n" };

describe("special functions", () => {
  it("agree with known values", () => {
    const euler = 0.5772156649015329;
    expect(digamma(1)).toBeCloseTo(-euler, 13);
    expect(digamma(0.5)).toBeCloseTo(-euler - 2 * Math.LN2, 13);
    expect(digamma(1000)).toBeCloseTo(6.907255195648812, 12);
    expect(trigamma(1)).toBeCloseTo(Math.PI ** 2 / 6, 13);
    expect(trigamma(0.5)).toBeCloseTo(Math.PI ** 2 / 2, 12);
    expect(trigamma(4.5)).toBeCloseTo(0.248725, 6);
    expect(gammaRatio(4.5, 0.5)).toBeCloseTo(24 / 11.631728396567448, 10);
    expect(wholePower(1.5, 13)).toBeCloseTo(1.5 ** 13, 9);
    expect(wholePower(0.3, 0)).toBe(1);
  });

  it("sum harmonics", () => {
    expect([1, 2, 3, 100].map(harmonicSquares)).toEqual([
      1,
      1.25,
      expect.closeTo(1.361111, 6),
      expect.closeTo(1.634984, 6),
    ]);
    expect(harmonic(4)).toBeCloseTo(25 / 12, 12);
  });
});

describe("Gaussian", () => {
  it("drifts in log variance by the tabulated constants", () => {
    for (const [samples, unbiased, likelihood] of [
      [5, -0.270363, -0.493506],
      [10, -0.115206, -0.220567],
      [100, -0.010135, -0.020185],
      [1000, -0.001001, -0.002002],
    ] as const) {
      expect(gaussian({ samples }, "replace", "log_variance", 1)).toBeCloseTo(unbiased, 6);
      expect(gaussian({ samples, divisor: "n" }, "replace", "log_variance", 1)).toBeCloseTo(likelihood, 6);
    }
    expect(gaussian({ samples: 10 }, "replace", "log_variance", 50)).toBeCloseTo(-5.7603, 4);
  });

  it("has the published values under replacement", () => {
    expect(gaussian({ samples: 10 }, "replace", "sd", 10)).toBeCloseTo(0.757892, 5);
    expect(gaussian({ samples: 100 }, "replace", "w2_squared", 20)).toBeCloseTo(0.2985, 5);
    expect(gaussian({ samples: 100, divisor: "n" }, "replace", "w2_squared", 20)).toBeCloseTo(0.280318, 5);
    const three = { samples: 20, dimension: 3, divisor: "n" };
    expect(gaussian(three, "replace", "trace_ratio", 5)).toBeCloseTo(0.773781, 6);
    expect(gaussian(three, "replace", "det_ratio", 5)).toBeCloseTo(0.202733, 6);
    expect(gaussian({ samples: 20, bias: 0.8 }, "replace", "squared_error_mean", 6)).toBeCloseTo(0.184464, 6);
  });

  it("has the published values where data accumulate", () => {
    for (const [g, expected] of [
      [1, 0.9],
      [2, 0.8775],
      [3, 0.86775],
      [10, 0.851502],
      [100, 0.844276],
    ] as const) {
      expect(gaussian(mle, "accumulate", "variance", g)).toBeCloseTo(expected, 6);
      expect(gaussian(mle, "accumulate", "squared_error_mean", g)).toBeCloseTo(1 - expected, 6);
    }
  });

  it("has the published values where the pool is subsampled", () => {
    for (const [g, expected] of [
      [2, 0.831316],
      [5, 0.779331],
      [12, 0.756403],
      [100, 0.741128],
    ] as const)
      expect(gaussian(mle, "accumulate-subsample", "variance", g)).toBeCloseTo(expected, 6);
    expect(gaussian({ samples: 1000, divisor: "n" }, "accumulate-subsample", "variance", 100)).toBeCloseTo(
      0.997098,
      6,
    );
  });

  it("conserves the second moment with divisor n, whatever the regime", () => {
    for (const regime of ["replace", "accumulate", "accumulate-subsample"])
      for (const g of [1, 7, 40]) expect(gaussian(mle, regime, "second_moment", g)).toBeCloseTo(1, 12);
  });

  it("leaves means alone that rare chains carry, and compares log variance instead", () => {
    const cell = cellOf("gaussian", { samples: 10 }, "replace");
    expect(predictions(cell, "variance", 10)).toHaveLength(1);
    for (const metric of ["variance", "squared_error_mean", "w2_squared", "kl", "sd", "mean"])
      expect(predictions(cell, metric, 100), metric).toEqual([]);
    // With divisor n the second moment is bounded: the same generation is a fair one.
    expect(predictions(cellOf("gaussian", mle, "replace"), "w2_squared", 100)).toHaveLength(1);
    expect(predictions(cell, "log_variance", 100)).toHaveLength(1);
  });

  it("speaks of small errors of the mean, whose spread is that of the variances", () => {
    const cell = cellOf("gaussian", { samples: 100 }, "replace", 20);
    const rows = run(cell, 20, 10_000);
    for (const g of [1, 5, 20])
      for (const metric of ["squared_error_mean", "w2_squared", "kl", "mean"]) {
        const [found] = predictions(cell, metric, g);
        expectMean(rows[g - 1]!.metrics[metric]!, found!.value, found!.sd);
        if (metric === "squared_error_mean") expect(found!.value).toBeCloseTo(g / 100, 12);
      }
  });

  it("is silent on log variance where chains have frozen", () => {
    const cell = cellOf("gaussian", { samples: 2 }, "replace");
    expect(predictions(cell, "log_variance", 100)).toHaveLength(1);
    expect(predictions(cell, "log_variance", 700)).toEqual([]);
  });
});

describe("linear regression", () => {
  const regression = (raw: object, regime: string, g: number): number =>
    value("linear-regression", raw, regime, "test_error", g);

  it("has the published values", () => {
    const raw = { samples: 32, dimension: 10 };
    expect(regression(raw, "replace", 10)).toBeCloseTo(4.761905, 6);
    expect(regression(raw, "accumulate", 10)).toBeCloseTo(0.737985, 6);
    expect(regression({ ...raw, design: "fresh" }, "accumulate", 10)).toBeCloseTo(0.672801, 6);
    expect(regression({ samples: 60, dimension: 5 }, "replace-multiple", 8)).toBeCloseTo(0.251653, 6);
    expect(regression({ samples: 111, dimension: 10, noise: 2 }, "replace", 10)).toBeCloseTo(4, 12);
  });
});

it("says nothing of a family or metric that it does not know", () => {
  expect(predictions({ ...cellOf("gaussian", mle, "replace"), family: "none" }, "variance", 1)).toEqual([]);
  expect(predictions(cellOf("gaussian", mle, "replace"), "none", 1)).toEqual([]);
});
