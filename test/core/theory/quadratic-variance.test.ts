import { expect, it } from "vitest";
import { meanSquaredError } from "../../../src/core/theory/quadratic-variance.ts";
import { cellOf } from "../families/chains.ts";

const unit = { mean: 1, variance: 1 } as const;

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

it("says nothing of a regime that it does not know", () => {
  const cell = { ...cellOf("poisson", { samples: 5 }, "replace"), regime: "another" };
  expect(meanSquaredError(cell, { ...unit, n: 5, curvature: 0 }, 2)).toBeUndefined();
});
