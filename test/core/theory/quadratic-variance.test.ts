import { describe, expect, it } from "vitest";
import { mostFollowed } from "../../../src/core/theory/linear-workflow.ts";
import { meanSquaredError } from "../../../src/core/theory/quadratic-variance.ts";
import { predictions } from "../../../src/core/theory/registry.ts";
import { cellOf, expectMean, type Raw, run } from "../families/chains.ts";

const unit = { mean: 1, variance: 1, slope: 1 } as const;

function errorOf(regime: string, n: number, curvature: -1 | 0 | 1, generation: number): number | undefined {
  return meanSquaredError(cellOf("poisson", { samples: n }, regime), { ...unit, n, curvature }, generation);
}

it("is the closed product under replacement and accumulation", () => {
  for (const curvature of [-1, 1] as const)
    for (const t of [1, 2, 10, 100]) {
      const n = 20;
      const product = Array.from({ length: t }, (_, k) => 1 + curvature / (n * (k + 1) ** 2)).reduce(
        (a, b) => a * b,
      );
      expect(errorOf("accumulate", n, curvature, t)).toBeCloseTo((product - 1) / curvature, 12);
      expect(errorOf("replace", n, curvature, t)).toBeCloseTo(((1 + curvature / n) ** t - 1) / curvature, 9);
    }
  expect(errorOf("replace", 10, 0, 20)).toBeCloseTo(2, 12);
  expect(3 * errorOf("accumulate", 3, 0, 10)!).toBeCloseTo(1.549768, 6);
  expect(errorOf("accumulate", 20, 1, 100)).toBeCloseTo(0.083761, 6);
});

it("has the subsample's published moments, for curvature -1", () => {
  const published = { 2: 0.831316, 5: 0.779331, 12: 0.756403, 100: 0.741128 };
  for (const [t, value] of Object.entries(published))
    expect(1 - errorOf("accumulate-subsample", 10, -1, Number(t))!).toBeCloseTo(value, 6);
});

it("has the limit 3·H2(g) - 2 for large n, whatever the curvature", () => {
  for (const curvature of [-1, 0, 1] as const)
    expect(1e6 * errorOf("accumulate-subsample", 1e6, curvature, 100)!).toBeCloseTo(2.904952, 4);
});

it("follows any regime of whole batches, and is the recursion where there is one", () => {
  for (const curvature of [-1, 0, 1] as const)
    for (const t of [1, 2, 10]) {
      const law = { ...unit, n: 8, curvature };
      const under = (regime: string, raw = {}) =>
        meanSquaredError(cellOf("poisson", { samples: 8 }, regime, 1, raw), law, t)!;
      expect(under("window", { width: 1 })).toBeCloseTo(under("replace"), 12);
      expect(under("window", { width: 40 })).toBeCloseTo(under("accumulate"), 12);
    }
});

it("says nothing past the bound of work", () => {
  const cell = cellOf("poisson", { samples: 5 }, "window", 1, { width: 2 });
  expect(meanSquaredError(cell, { ...unit, n: 5, curvature: 0 }, mostFollowed + 1)).toBeUndefined();
});

describe("chains agree with it", () => {
  it.each<[string, Raw]>([
    ["fixed-real", {}],
    ["fresh-real", { weight: 0.7 }],
    ["window", { width: 3 }],
    ["mixture", { beta: 0.3, gamma: 0.2 }],
    ["real-share", { shares: 0.4 }],
    ["weights", { weights: [2, 1], real: 1 }],
    ["regenerate", {}],
  ])("%s %j", (regime, raw) => {
    for (const [family, parameters, compared] of [
      ["bernoulli", { samples: 10, p: 0.3 }, 4],
      ["poisson", { samples: 10, mean: 2 }, 2],
      ["geometric", { samples: 20, p: 0.4 }, 2],
      ["exponential", { samples: 40 }, 2],
      ["discrete", { samples: 10, symbols: 5 }, 1],
    ] as const) {
      const cell = cellOf(family, parameters, regime, 50, raw);
      const rows = run(cell, 6, 3000);
      const found = Object.entries(rows[5]!.metrics).flatMap(([name, values]) =>
        predictions(cell, name, 6).map((prediction) => ({ values, prediction })),
      );
      const exact = found.filter(({ prediction }) => prediction.kind === "exact");
      expect(exact.length, family).toBe(compared);
      for (const { values, prediction } of exact) expectMean(values, prediction.value, prediction.sd);
    }
  });

  it.each<[string, Raw]>([
    ["fixed-real", {}],
    ["window", { width: 2 }],
    ["fresh-real", {}],
  ])("in the Gaussian limit: %s %j", (regime, raw) => {
    for (const family of ["logistic-regression", "poisson-regression"]) {
      const parameters = { samples: 500, dimension: 2, coefficients: "constant", signal: 0.5 };
      const cell = cellOf(family, parameters, regime, 51, raw);
      const rows = run(cell, 4, 80);
      for (const metric of ["squared_error", "excess_log_loss"]) {
        const [found] = predictions(cell, metric, 4);
        expectMean(rows[3]!.metrics[metric]!, found!.value, undefined, found!.slack);
      }
    }
  });
});
