import { describe, expect, it } from "vitest";
import { statuses } from "../../../src/core/cohort.ts";
import type { Training } from "../../../src/core/regimes/regime.ts";
import { predictions } from "../../../src/core/theory/registry.ts";
import { agreesWithTheory } from "./agreement.ts";
import { cellOf, expectMean, expectSameLaw, mean, type Raw, run, runUnder } from "./chains.ts";
import { obeysFamilyLaws } from "./laws.ts";

function last(raw: Raw, regime: string, generations: number, count: number, seed: number) {
  return run(cellOf("exponential", raw, regime, seed), generations, count).at(-1)!.metrics;
}

describe("laws", () => {
  obeysFamilyLaws("exponential", [
    { parameters: { samples: 10 }, regime: "replace" },
    { parameters: { samples: 10, mean: 3 }, regime: "accumulate" },
    { parameters: { samples: 10, mean: 0.1 }, regime: "accumulate-subsample" },
    { parameters: { samples: 5 }, regime: "replace-multiple" },
  ]);
});

it("multiplies by a gamma variable a generation under replacement [oracle 36]", () => {
  const { mean: fitted, log_mean, rate } = last({ samples: 20 }, "replace", 10, 50_000, 36);
  expectMean(fitted!, 1, Math.sqrt(1.05 ** 10 - 1));
  expectMean(log_mean!, -0.252083);
  expectMean(rate!, 1.670183);
});

it("stops spreading where data accumulate [oracle 37]", () => {
  expectMean(last({ samples: 20 }, "accumulate", 100, 20_000, 37)["squared_error"]!, 0.083761);
});

it("repeats the error ratios of arXiv:2505.19046, Appendix G", () => {
  // 1.306 and .1907 were themselves simulated with 40,000 runs, whose error is below 1 %.
  const rows = run(cellOf("exponential", { samples: 20 }, "accumulate", 38), 100, 20_000);
  const [first, end] = [mean(rows[0]!.metrics["error"]!), mean(rows[99]!.metrics["error"]!)];
  expect(Math.abs(first - 0.1907)).toBeLessThan(0.004);
  expect(Math.abs(end / first - 1.306)).toBeLessThan(0.03);
});

it("freezes a chain whose mean underflows and says so", () => {
  const rows = run(cellOf("exponential", { samples: 1, mean: 1e-90 }, "replace", 39), 500, 20);
  expect(Array.from(rows.at(-1)!.status)).toEqual(Array(20).fill(statuses.indexOf("underflow")));
  expect(rows.at(-1)!.metrics["mean"]).toEqual(rows.at(-2)!.metrics["mean"]);
  expect(rows.at(-1)!.metrics["mean"]!.every((value) => value > 0)).toBe(true);
});

it.each([
  [{ samples: 60, mean: 2 }, "replace", 11],
  [{ samples: 20, mean: 2 }, "accumulate", 11],
  [{ samples: 30, mean: 2 }, "replace-multiple", 11],
  [{ samples: 20, mean: 2 }, "accumulate-subsample", 8],
] as const)("agrees with theory: %j %s", (raw, regime, least) => {
  expect(agreesWithTheory("exponential", raw, regime)).toBeGreaterThanOrEqual(least);
});

it("draws batches as a whole with the law of single observations", () => {
  const every = (g: number): Training => ({ draws: [{ from: g - 1, size: 8 }], keeps: "all", sees: 8 * g });
  const points = runUnder(every, cellOf("exponential", { samples: 8 }, "accumulate", 61), 5, 6000).at(
    -1,
  )!.metrics;
  const whole = run(cellOf("exponential", { samples: 8 }, "accumulate", 62), 5, 6000).at(-1)!.metrics;
  for (const name of ["mean", "rate", "error"]) expectSameLaw(points[name]!, whole[name]!);
});

it("has an inverse-gamma rate, whose relative variance is 1/(n - 2)", () => {
  const [first] = predictions(cellOf("exponential", { samples: 20, mean: 4 }, "replace"), "rate", 1);
  expect(first!.value).toBeCloseTo((0.25 * 20) / 19, 12);
  expect((first!.sd! / first!.value) ** 2).toBeCloseTo(1 / 18, 12);
});
