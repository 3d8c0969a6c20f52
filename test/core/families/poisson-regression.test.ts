import { describe, expect, it } from "vitest";
import { statuses } from "../../../src/core/cohort.ts";
import type { Training } from "../../../src/core/regimes/regime.ts";
import { predictions } from "../../../src/core/theory/registry.ts";
import { cellOf, expectMean, expectSameLaw, run, runUnder } from "./chains.ts";
import { obeysFamilyLaws } from "./laws.ts";
import { expectRatio } from "./ratios.ts";

const family = "poisson-regression";

describe("laws", () => {
  const small = { samples: 30, dimension: 2 };
  obeysFamilyLaws(family, [
    { parameters: small, regime: "replace" },
    { parameters: { ...small, coefficients: "constant" }, regime: "accumulate" },
    { parameters: { ...small, intercept: false }, regime: "accumulate-subsample" },
    { parameters: small, regime: "replace-multiple" },
    { parameters: { samples: 5, dimension: 3, signal: 1 }, regime: "replace" },
  ]);
});

it("grows by g under replacement [oracle 24]", () => {
  expectRatio(run(cellOf(family, { samples: 1000, dimension: 2 }, "replace", 3), 6, 700), 6, 0.05);
});

it("draws sums of counts with the law of single counts", () => {
  const triple = (g: number): Training => ({
    draws: [{ from: g - 1, size: 90 }],
    keeps: "none",
    sees: "all",
  });
  const each = (g: number): Training => ({ draws: [{ from: g - 1, size: 90 }], keeps: "none", sees: 90 });
  const raw = { samples: 30, dimension: 2 };
  const sums = runUnder(triple, cellOf(family, raw, "replace", 10), 3, 3000);
  const single = runUnder(each, cellOf(family, raw, "replace", 11), 3, 3000);
  for (const name of ["squared_error", "excess_log_loss"])
    expectSameLaw(sums[2]!.metrics[name]!, single[2]!.metrics[name]!);
});

// Without covariates' effect the counts have mean 1: all 3 of a chain are 0 with probability exp(-3), and then no fit
// exists, nor does it in some further cases (two zeros beyond the one count).
it("has no fit where all counts are 0, and says so", () => {
  const raw = { samples: 3, dimension: 1, signal: 0 };
  const [first] = run(cellOf(family, raw, "replace", 4), 1, 4000);
  const apart = Array.from(first!.status).filter((code) => statuses[code] === "separated").length;
  expect(apart / 4000).toBeGreaterThan(Math.exp(-3));
  expect(apart / 4000).toBeLessThan(0.5);
});

it("names means too large to draw from, and goes on", () => {
  const raw = { samples: 40, dimension: 4, signal: 9, coefficients: "constant" };
  for (const { status } of run(cellOf(family, raw, "replace", 5), 3, 8))
    expect(new Set(Array.from(status, (code) => statuses[code]))).toEqual(new Set(["diverged"]));
});

describe("theory", () => {
  it.each(["replace", "accumulate", "accumulate-subsample", "replace-multiple"])(
    "holds within its slack: %s",
    (regime) => {
      const cell = cellOf(family, { samples: 1000, dimension: 3 }, regime, 12);
      const rows = run(cell, 5, 500);
      for (const generation of [1, 5])
        for (const name of ["squared_error", "excess_log_loss"]) {
          const [prediction] = predictions(cell, name, generation);
          expectMean(rows[generation - 1]!.metrics[name]!, prediction!.value, undefined, prediction!.slack!);
        }
    },
  );
});
