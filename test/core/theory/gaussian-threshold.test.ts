import { expect, it } from "vitest";
import { predictions } from "../../../src/core/theory/registry.ts";
import { agreesWithTheory } from "../families/agreement.ts";
import { cellOf, type Raw } from "../families/chains.ts";

const raw = { samples: 10, threshold: 0.1 };

/** In the order of Theorem 3, of the exact mean, of the figure. */
function upperBounds(parameters: Raw, generation: number): readonly number[] {
  const cell = cellOf("gaussian", parameters, "replace");
  const found = predictions(cell, "above_threshold", generation);
  return found.filter(({ kind }) => kind === "upper").map(({ value }) => value);
}

it("bounds the share above a threshold as Theorem 3, the exact mean and the figure do", () => {
  const [theorem, mean, plotted] = upperBounds(raw, 100);
  expect(theorem).toBeCloseTo(10 * Math.exp(-100 / 39), 10);
  expect(theorem).toBeCloseTo(0.77, 3);
  // E σ_k / ε with α(10) = 0.972659.
  expect(mean).toBeCloseTo(0.6253, 4);
  // 10^0.7 · [Γ(0.35 + 4.5) / (4.5^0.35 Γ(4.5))]^100, by Python's lgamma.
  expect(plotted).toBeCloseTo(0.390956, 6);
  expect(upperBounds(raw, 150)[0]).toBeCloseTo(0.2136, 4);
  expect(upperBounds(raw, 200)[0]).toBeCloseTo(0.0593, 4);
});

it("states Theorem 3 for its estimator alone, and leaves out bounds that say nothing", () => {
  expect(upperBounds({ ...raw, divisor: "n" }, 100)).toHaveLength(2);
  expect(upperBounds({ ...raw, bias: 0.9 }, 100)).toHaveLength(2);
  expect(upperBounds(raw, 20)).toEqual([]);
});

it("is near the share that 100,000 simulated chains had", () => {
  const cell = cellOf("gaussian", raw, "replace");
  const simulated = { 20: 0.85, 50: 0.374, 100: 0.0813, 150: 0.018, 200: 0.0041 };
  for (const [generation, share] of Object.entries(simulated)) {
    const [found] = predictions(cell, "above_threshold", Number(generation));
    expect(found!.kind).toBe("asymptotic");
    // The last digit that was given, and four standard errors.
    const allowed = 5e-4 + 4 * Math.sqrt((share * (1 - share)) / 1e5);
    expect(Math.abs(found!.value - share), generation).toBeLessThan(allowed);
  }
});

it.each<Raw>([
  raw,
  { samples: 3, threshold: 0.5 },
  { samples: 100, threshold: 0.9, sd: 1.1 },
  { samples: 10, threshold: 0.8, divisor: "n", bias: 0.9 },
])("agrees with chains: %j", (parameters) => {
  const generations = [1, 3, 10, 30, 60, 100];
  expect(
    agreesWithTheory("gaussian", parameters, "replace", { chains: 20_000, generations }),
  ).toBeGreaterThan(4);
});

it("says nothing without a threshold, and under other regimes", () => {
  expect(predictions(cellOf("gaussian", { samples: 10 }, "replace"), "above_threshold", 50)).toEqual([]);
  expect(predictions(cellOf("gaussian", raw, "accumulate"), "above_threshold", 50)).toEqual([]);
});
