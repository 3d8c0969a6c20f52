import { expect, it } from "vitest";
import { predictions } from "../../../src/core/theory/registry.ts";
import { cellOf, deviation, expectMean, type Raw, run } from "../families/chains.ts";

const few = { samples: 4, dimension: 6, ridge: 0.05, noise: 0.5, signal: 2 };
const many = { samples: 20, dimension: 5, ridge: 0.2 };

it.each<[string, Raw, Raw]>([
  ["replace-multiple", {}, many],
  ["regenerate", {}, few],
  ["fixed-real", {}, many],
  ["window", { width: 2 }, few],
  ["weights", { weights: [4, 2, 1, 0.5] }, many],
  ["weights", { weights: [1], real: 3 }, few],
  ["fresh-real", { weight: 0.618 }, many],
])("is the error of chains: %s %j", (regime, regimeRaw, raw) => {
  const cell = cellOf("linear-regression", raw, regime, 5, regimeRaw);
  const rows = run(cell, 12, 6000);
  for (const g of [1, 2, 3, 12]) {
    const [found, ...others] = predictions(cell, "test_error", g);
    expect(others).toEqual([]);
    expect(found!.slack!).toBeLessThan(0.01);
    const values = rows[g - 1]!.metrics["test_error"]!;
    expectMean(values, found!.value, deviation(values), found!.slack!);
  }
});

it("tends to the ratios of least squares as the penalty goes away", () => {
  const raw = { samples: 40, dimension: 5 };
  for (const [regime, regimeRaw] of [
    ["fixed-real", {}],
    ["weights", { weights: [3, 1] }],
    ["replace", {}],
  ] as const) {
    const said = (ridge: number) =>
      predictions(cellOf("linear-regression", { ...raw, ridge }, regime, 1, regimeRaw), "test_error", 9)[0]!;
    expect(Math.abs(said(1e-12).value / said(0).value - 1)).toBeLessThan(said(1e-12).slack!);
  }
});

it("is one formula whatever a regime is called", () => {
  const said = (regime: string, regimeRaw: Raw, g: number): number =>
    predictions(cellOf("linear-regression", many, regime, 1, regimeRaw), "test_error", g)[0]!.value;
  for (const g of [2, 30, 200]) {
    expect(said("window", { width: 1 }, g) / said("replace", {}, g)).toBeCloseTo(1, 12);
    expect(said("weights", { weights: [1] }, g) / said("replace", {}, g)).toBeCloseTo(1, 12);
  }
  expect(said("window", { width: 40 }, 40) / said("accumulate", {}, 40)).toBeCloseTo(1, 12);
});

it("is silent where a subsample or a covariance leaves no common eigenvectors", () => {
  const said = (regime: string, raw: Raw) =>
    predictions(cellOf("linear-regression", raw, regime), "test_error", 3);
  expect(said("accumulate-subsample", many)).toEqual([]);
  expect(said("replace", { ...many, design: "fresh" })).toEqual([]);
  expect(said("replace", { ...many, covariance: "power-law" })).toEqual([]);
});
