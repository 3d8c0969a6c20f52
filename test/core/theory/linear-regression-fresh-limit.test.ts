import { expect, it } from "vitest";
import { predictions } from "../../../src/core/theory/registry.ts";
import { cellOf, deviation, expectMean, type Raw, run } from "../families/chains.ts";

const fresh = { samples: 60, dimension: 5, design: "fresh" };

it.each<[string, Raw, Raw]>([
  ["fixed-real", {}, fresh],
  ["regenerate", {}, { ...fresh, samples: 24, dimension: 1 }],
  ["window", { width: 2 }, fresh],
  ["weights", { weights: [1, 4] }, { ...fresh, covariance: "power-law" }],
  ["weights", { weights: [1], real: 10 }, fresh],
  ["weights", { weights: [1, 1, 1, 9, 1, 1], form: "triangle" }, fresh],
  ["fresh-real", { weight: 0.9 }, { ...fresh, samples: 200 }],
])("is the error of chains within its slack: %s %j", (regime, regimeRaw, raw) => {
  const cell = cellOf("linear-regression", raw, regime, 9, regimeRaw);
  const rows = run(cell, 8, 8000);
  for (const g of [3, 4, 8]) {
    const [found, ...others] = predictions(cell, "test_error", g);
    expect(others).toEqual([]);
    expect(found?.kind).toBe("asymptotic");
    const values = rows[g - 1]!.metrics["test_error"]!;
    expectMean(values, found!.value, deviation(values), found!.slack!);
    // It is a limit from below, and its slack is not without need.
    expectMean(values, found!.value * (1 + found!.slack! / 2), deviation(values), found!.slack! / 2);
    expect(deviation(values)).toBeGreaterThan(found!.leastSd!);
  }
});

it("comes nearer as rows grow", () => {
  const said = (samples: number) =>
    predictions(cellOf("linear-regression", { ...fresh, samples }, "fixed-real"), "test_error", 20)[0]!;
  const ratio = 1 + (1 - 4 ** -19) / 3;
  expect(said(6000).value).toBeCloseTo((ratio * 5) / 6000, 12);
  expect(said(6000).slack).toBe(0.02);
  expect(said(100).slack).toBeGreaterThan(said(200).slack!);
});

it("leaves to exact laws what they know, and is silent of few rows", () => {
  const said = (regimeRaw: Raw, raw: Raw, g: number) =>
    predictions(cellOf("linear-regression", { ...fresh, ...raw }, "weights", 1, regimeRaw), "test_error", g);
  // As long as all batches are weighed alike, it is accumulation.
  const [accumulated] = predictions(cellOf("linear-regression", fresh, "accumulate"), "test_error", 3);
  expect(said({ weights: [2, 2, 2] }, {}, 3)).toEqual([
    { ...accumulated, source: expect.stringContaining("while all batches") },
  ]);
  expect(said({ weights: [2, 2, 2] }, {}, 4)[0]?.kind).toBe("asymptotic");
  expect(said({ weights: [2, 1] }, { samples: 40 }, 4)).toEqual([expect.objectContaining({ kind: "lower" })]);
  expect(said({ weights: [2, 1] }, { ridge: 1 }, 4)).toEqual([]);
});
