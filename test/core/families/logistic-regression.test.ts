import { describe, expect, it } from "vitest";
import { statuses } from "../../../src/core/cohort.ts";
import { ParameterError } from "../../../src/core/errors.ts";
import { familyNamed } from "../../../src/core/families/registry.ts";
import type { Training } from "../../../src/core/regimes/regime.ts";
import { predictions } from "../../../src/core/theory/registry.ts";
import { cellOf, expectMean, expectSameLaw, type Raw, run, runUnder } from "./chains.ts";
import { obeysFamilyLaws } from "./laws.ts";
import { expectRatio } from "./ratios.ts";

const family = "logistic-regression";

describe("laws", () => {
  const small = { samples: 40, dimension: 2, signal: 0.5 };
  obeysFamilyLaws(family, [
    { parameters: small, regime: "replace" },
    { parameters: { ...small, coefficients: "constant" }, regime: "accumulate" },
    { parameters: { ...small, intercept: false }, regime: "accumulate-subsample" },
    { parameters: small, regime: "replace-multiple" },
    { parameters: { samples: 9, dimension: 3 }, regime: "replace" },
    { parameters: { samples: 9, dimension: 3 }, regime: "accumulate-subsample" },
  ]);
});

describe("squared error", () => {
  const raw = { samples: 1000, dimension: 2 };

  it("grows by H2 where data accumulate [oracle 23]", () => {
    expectRatio(run(cellOf(family, raw, "accumulate", 3), 6, 700), 1.491389, 0.05);
  });

  it("grows by 3·H2 - 2 where the pool is subsampled [oracle 23]", () => {
    expectRatio(run(cellOf(family, raw, "accumulate-subsample", 4), 6, 700), 2.474167, 0.05);
  });

  it("grows by g under replacement, and more at finite n", () => {
    expectRatio(run(cellOf(family, raw, "replace", 5), 6, 700), 6, 0.15);
  });
});

describe("separation", () => {
  it("is an outcome that stays, without an error to report", () => {
    const rows = run(cellOf(family, { samples: 10, dimension: 2 }, "replace", 6), 12, 400);
    let before = 0;
    for (const { metrics, status } of rows) {
      const apart = Array.from(status).filter((code) => statuses[code] === "separated").length;
      expect(apart).toBeGreaterThanOrEqual(before);
      expect(metrics["separated"]!.reduce((sum, one) => sum + one, 0)).toBe(apart);
      expect(Array.from(metrics["squared_error"]!).filter(Number.isNaN)).toHaveLength(apart);
      before = apart;
    }
    expect(before).toBeGreaterThan(350);
  });

  // With labels independent of N(0, 1) rows and no intercept, n labelled points in d dimensions are homogeneously
  // separable with probability C(n, d) / 2^n, C(n, d) = 2·Σ_{k<d} binomial(n-1, k) (Cover, 1965): 92/1024 here.
  it("happens at the first fit as often as Cover's count says", () => {
    const raw = { samples: 10, dimension: 3, intercept: false, signal: 0 };
    const [first] = run(cellOf(family, raw, "replace", 7), 1, 20_000);
    expectMean(first!.metrics["separated"]!, 92 / 1024);
  });

  it("never comes later where all data accumulate", () => {
    const rows = run(cellOf(family, { samples: 10, dimension: 2 }, "accumulate", 8), 6, 400);
    expect(rows[5]!.status).toEqual(rows[0]!.status);
  });
});

it("fits the same to whole batches as to single labels", () => {
  const every = (g: number): Training => ({ draws: [{ from: g - 1, size: 50 }], keeps: "all", sees: 50 * g });
  const raw: Raw = { samples: 50, dimension: 2, signal: 0.5 };
  const cell = cellOf(family, raw, "accumulate", 9);
  const [points, whole] = [runUnder(every, cell, 4, 300), run(cell, 4, 300)];
  points.forEach(({ metrics, status }, g) => {
    expect(status).toEqual(whole[g]!.status);
    for (const name of ["squared_error", "excess_log_loss", "coefficient_norm"])
      metrics[name]!.forEach((value, lane) => {
        const other = whole[g]!.metrics[name]![lane]!;
        if (!Number.isNaN(other)) expect(Math.abs(value - other)).toBeLessThan(1e-8 * (1 + other));
      });
  });
});

it("draws sums of labels with the law of single labels", () => {
  const triple = (g: number): Training => ({
    draws: [{ from: g - 1, size: 150 }],
    keeps: "none",
    sees: "all",
  });
  const each = (g: number): Training => ({ draws: [{ from: g - 1, size: 150 }], keeps: "none", sees: 150 });
  const cell = cellOf(family, { samples: 50, dimension: 2, signal: 0.5 }, "replace", 10);
  const other = cellOf(family, { samples: 50, dimension: 2, signal: 0.5 }, "replace", 11);
  const [sums, single] = [runUnder(triple, cell, 3, 3000), runUnder(each, other, 3, 3000)];
  for (const name of ["squared_error", "excess_log_loss"])
    expectSameLaw(sums[2]!.metrics[name]!, single[2]!.metrics[name]!);
});

it("refuses a regime that would label half a design", () => {
  const half = (g: number): Training => ({ draws: [{ from: g - 1, size: 20 }], keeps: "none", sees: "all" });
  const cell = cellOf(family, { samples: 40, dimension: 2 }, "replace");
  expect(() => familyNamed(family).cohort({ cell, first: 0, count: 1 }, half)).toThrow(ParameterError);
});

it("refuses fewer rows than coefficients, and an intercept that is neither true nor false", () => {
  const { parse } = familyNamed(family);
  expect(() => parse({ samples: 3, dimension: 3 })).toThrow(ParameterError);
  expect(() => parse({ samples: 30, dimension: 3, intercept: 1 })).toThrow(ParameterError);
  expect(() => parse({ samples: 30, dimension: 3, signal: -1 })).toThrow(ParameterError);
});

describe("theory", () => {
  it.each(["replace", "accumulate", "accumulate-subsample", "replace-multiple"])(
    "holds within its slack: %s",
    (regime) => {
      const cell = cellOf(family, { samples: 1500, dimension: 3, signal: 0.5 }, regime, 12);
      const rows = run(cell, 5, 500);
      for (const generation of [1, 5])
        for (const name of ["squared_error", "excess_log_loss"]) {
          const [prediction] = predictions(cell, name, generation);
          expectMean(rows[generation - 1]!.metrics[name]!, prediction!.value, undefined, prediction!.slack!);
        }
    },
  );

  it("leaves wide random coefficients to the loss, whose mean no few chains rule", () => {
    const cell = cellOf(family, { samples: 10_000, dimension: 3, signal: 2 }, "replace");
    expect(predictions(cell, "squared_error", 2)).toEqual([]);
    expect(predictions(cell, "excess_log_loss", 2)[0]!.value).toBeCloseTo(4e-4, 12);
  });

  it("is silent where few rows make fits that do not exist", () => {
    const cell = cellOf(family, { samples: 30, dimension: 3 }, "replace");
    for (const name of ["squared_error", "excess_log_loss"]) expect(predictions(cell, name, 4)).toEqual([]);
  });
});
