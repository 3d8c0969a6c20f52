import { describe, expect, it } from "vitest";
import type { Training } from "../../../src/core/regimes/regime.ts";
import { agreesWithTheory, untied } from "./agreement.ts";
import { cellOf, expectMean, expectSameLaw, run, runUnder } from "./chains.ts";
import { obeysFamilyLaws } from "./laws.ts";

describe("laws", () => {
  obeysFamilyLaws("geometric", [
    { parameters: { samples: 10 }, regime: "replace" },
    { parameters: { samples: 10, p: 0.2 }, regime: "accumulate" },
    { parameters: { samples: 10, p: 0.3 }, regime: "accumulate-subsample" },
    { parameters: { samples: 5 }, regime: "replace-multiple" },
  ]);

  it("refuses certainty", () => {
    for (const p of [0, 1])
      expect(() => cellOf("geometric", { samples: 5, p }, "replace")).toThrow("parameters.p must be");
  });
});

it("has the moments of a negative binomial sum at the first fit", () => {
  // Mean 3, variance 12 of one observation at p = 1/4; P(no failure in 4 runs) = 4^-4.
  const { metrics } = run(cellOf("geometric", { samples: 4, p: 0.25 }, "replace", 81), 1, 50_000)[0]!;
  expectMean(metrics["mean"]!, 3, Math.sqrt(3));
  expectMean(metrics["squared_error"]!, 3);
  expectMean(metrics["nonzero"]!, 1 - 4 ** -4, Math.sqrt(4 ** -4));
  expectMean(
    metrics["success_probability"]!.map((p, lane) => 1 / p - 1 - metrics["mean"]![lane]!),
    0,
    1e-9,
  );
});

it.each([
  [{ samples: 50, p: 0.5 }, "replace", 5],
  [{ samples: 10, p: 0.3 }, "accumulate", 6],
  [{ samples: 20 }, "replace-multiple", 5],
  [{ samples: 20 }, "accumulate-subsample", 5],
] as const)("agrees with theory: %j %s", (raw, regime, least) => {
  expect(agreesWithTheory("geometric", raw, regime)).toBeGreaterThanOrEqual(least);
});

it("draws batches as a whole with the law of single observations", () => {
  const every = (g: number): Training => ({ draws: [{ from: g - 1, size: 8 }], keeps: "all", sees: 8 * g });
  const raw = { samples: 8, p: 0.3 };
  const points = runUnder(every, cellOf("geometric", raw, "accumulate", 61), 5, 6000).at(-1)!.metrics;
  const whole = run(cellOf("geometric", raw, "accumulate", 62), 5, 6000).at(-1)!.metrics;
  expectSameLaw(untied(points["mean"]!), untied(whole["mean"]!));
});
