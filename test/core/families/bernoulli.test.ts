import { describe, expect, it } from "vitest";
import { statuses } from "../../../src/core/cohort.ts";
import type { Training } from "../../../src/core/regimes/regime.ts";
import { predictions } from "../../../src/core/theory/registry.ts";
import { agreesWithTheory, untied } from "./agreement.ts";
import { cellOf, expectMean, expectSameLaw, type Raw, run, runUnder } from "./chains.ts";
import { obeysFamilyLaws } from "./laws.ts";

function last(raw: Raw, regime: string, generations: number, count: number, seed: number) {
  return run(cellOf("bernoulli", raw, regime, seed), generations, count).at(-1)!.metrics;
}

describe("laws", () => {
  obeysFamilyLaws("bernoulli", [
    { parameters: { samples: 10 }, regime: "replace" },
    { parameters: { samples: 10, p: 0.3 }, regime: "accumulate" },
    { parameters: { samples: 10, p: 0.2 }, regime: "accumulate-subsample" },
    { parameters: { samples: 5 }, regime: "replace-multiple" },
  ]);

  it("refuses what is no probability", () => {
    expect(() => cellOf("bernoulli", { samples: 5, p: 1.5 }, "replace")).toThrow("parameters.p must be");
  });
});

describe("replace", () => {
  it("loses variance and ones as Wright-Fisher chains do [oracle 25]", () => {
    const { variance, heterozygosity, nonzero, alive } = last(
      { samples: 100, p: 0.2 },
      "replace",
      50,
      50_000,
      25,
    );
    expectMean(variance!, 0.096801);
    expectMean(heterozygosity!, 2 * 0.096801);
    expectMean(nonzero!, 0.594563, Math.sqrt(0.594563 * 0.405437));
    expectMean(alive!, 0.589469, Math.sqrt(0.589469 * 0.410531));
  });

  it("keeps rare ones as often as the matrix and Theorem 1 say [oracle 26]", () => {
    const { nonzero } = last({ samples: 100, p: 0.01 }, "replace", 10, 50_000, 26);
    expectMean(nonzero!, 0.161389, Math.sqrt(0.161389 * 0.838611));
    const cell = cellOf("bernoulli", { samples: 100, p: 0.01 }, "replace");
    const said = predictions(cell, "nonzero", 10).map(({ kind, value }) => [kind, Number(value.toFixed(6))]);
    expect(said).toEqual([
      ["exact", 0.161389],
      ["lower", 0.158235],
      ["upper", 0.436018],
    ]);
  });

  it("is absorbed at 0 or 1 for ever", () => {
    const rows = run(cellOf("bernoulli", { samples: 5 }, "replace", 27), 200, 100);
    const absorbed = statuses.indexOf("absorbed");
    expect(Array.from(rows.at(-1)!.status)).toEqual(Array(100).fill(absorbed));
    for (let g = 1; g < rows.length; g++)
      rows[g - 1]!.status.forEach((before, lane) => {
        const [was, is] = [rows[g - 1]!.metrics["p"]![lane]!, rows[g]!.metrics["p"]![lane]!];
        expect(before === absorbed).toBe(was === 0 || was === 1);
        if (before === absorbed) expect(is).toBe(was);
      });
  });
});

describe("other regimes", () => {
  it("stops drifting where data accumulate [oracle 27]", () => {
    const { squared_error, nonzero } = last({ samples: 10, p: 0.3 }, "accumulate", 15, 50_000, 28);
    expectMean(squared_error!, 0.0317324);
    expectMean(nonzero!, 1 - 0.0282475, Math.sqrt(0.0282475 * 0.9717525));
  });

  it("drifts more under subsampling [oracle 28]", () => {
    expectMean(last({ samples: 10, p: 0.3 }, "accumulate-subsample", 12, 20_000, 29)["variance"]!, 0.158845);
  });

  it("calls no chain absorbed that can come back", () => {
    const rows = run(cellOf("bernoulli", { samples: 4, p: 0.3 }, "accumulate-subsample", 30), 12, 400);
    expect(rows.every(({ status }) => status.every((code) => code === 0))).toBe(true);
    const back = rows
      .slice(1)
      .some(({ metrics }, g) => metrics["p"]!.some((p, lane) => p > 0 && rows[g]!.metrics["p"]![lane] === 0));
    expect(back).toBe(true);
    const mixed = (g: number): Training => ({
      draws: [
        { from: 0, size: 1 },
        { from: g - 1, size: 3 },
      ],
      keeps: "none",
      sees: "all",
    });
    const fresh = runUnder(mixed, cellOf("bernoulli", { samples: 4, p: 0.3 }, "replace", 31), 30, 100);
    expect(fresh.at(-1)!.status.every((code) => code === 0)).toBe(true);
    expectMean(fresh.at(-1)!.metrics["p"]!, 0.3);
  });
});

describe("theory", () => {
  it.each([
    [{ samples: 20, p: 0.3 }, "replace", 18],
    [{ samples: 300, p: 0.01 }, "replace", 12],
    [{ samples: 20, p: 0.3 }, "accumulate", 12],
    [{ samples: 20, p: 0.3 }, "replace-multiple", 12],
    [{ samples: 20, p: 0.3 }, "accumulate-subsample", 12],
  ] as const)("agrees with chains: %j %s", (raw, regime, least) => {
    expect(agreesWithTheory("bernoulli", raw, regime)).toBeGreaterThanOrEqual(least);
  });
});

it("draws batches as a whole with the law of single observations", () => {
  const every = (g: number): Training => ({ draws: [{ from: g - 1, size: 8 }], keeps: "all", sees: 8 * g });
  const raw = { samples: 8, p: 0.4 };
  const points = runUnder(every, cellOf("bernoulli", raw, "accumulate", 61), 5, 6000).at(-1)!.metrics;
  const whole = run(cellOf("bernoulli", raw, "accumulate", 62), 5, 6000).at(-1)!.metrics;
  expectSameLaw(untied(points["p"]!), untied(whole["p"]!));
});
