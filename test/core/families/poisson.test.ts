import { describe, expect, it } from "vitest";
import { statuses } from "../../../src/core/cohort.ts";
import type { Training } from "../../../src/core/regimes/regime.ts";
import { agreesWithTheory, untied } from "./agreement.ts";
import { cellOf, expectMean, expectSameLaw, type Raw, run, runUnder } from "./chains.ts";
import { obeysFamilyLaws } from "./laws.ts";

function last(raw: Raw, regime: string, generations: number, count: number, seed: number) {
  return run(cellOf("poisson", raw, regime, seed), generations, count).at(-1)!;
}

describe("laws", () => {
  obeysFamilyLaws("poisson", [
    { parameters: { samples: 10 }, regime: "replace" },
    { parameters: { samples: 3, mean: 4 }, regime: "accumulate" },
    { parameters: { samples: 5, mean: 2 }, regime: "accumulate-subsample" },
    { parameters: { samples: 5, mean: 30 }, regime: "replace-multiple" },
  ]);
});

describe("replace", () => {
  it("spreads by λ/n a generation and dies out as a branching process does [oracle 34]", () => {
    const { metrics, status } = last({ samples: 10 }, "replace", 20, 50_000, 34);
    expectMean(metrics["mean"]!, 1, Math.sqrt(2));
    expectMean(metrics["squared_error"]!, 2);
    expectMean(metrics["nonzero"]!, 0.600064, Math.sqrt(0.600064 * 0.399936));
    const absorbed = statuses.indexOf("absorbed");
    status.forEach((code, lane) => expect(code === absorbed).toBe(metrics["nonzero"]![lane] === 0));
  });
});

describe("accumulate", () => {
  it("spreads no further than H2 and dies in the first generation or never [oracle 35]", () => {
    const { metrics } = last({ samples: 3 }, "accumulate", 10, 50_000, 35);
    expectMean(metrics["squared_error"]!, 0.516589);
    expectMean(metrics["nonzero"]!, 1 - 0.049787, Math.sqrt(0.049787 * 0.950213));
  });
});

it.each([
  [{ samples: 10 }, "replace", 8],
  [{ samples: 5 }, "accumulate", 9],
  [{ samples: 2 }, "replace-multiple", 9],
  [{ samples: 5, mean: 3 }, "accumulate-subsample", 6],
] as const)("agrees with theory: %j %s", (raw, regime, least) => {
  expect(agreesWithTheory("poisson", raw, regime)).toBeGreaterThanOrEqual(least);
});

it("draws batches as a whole with the law of single observations", () => {
  const every = (g: number): Training => ({ draws: [{ from: g - 1, size: 8 }], keeps: "all", sees: 8 * g });
  const raw = { samples: 8, mean: 14 };
  const points = runUnder(every, cellOf("poisson", raw, "accumulate", 61), 5, 6000).at(-1)!.metrics;
  const whole = run(cellOf("poisson", raw, "accumulate", 62), 5, 6000).at(-1)!.metrics;
  expectSameLaw(untied(points["mean"]!), untied(whole["mean"]!));
});
