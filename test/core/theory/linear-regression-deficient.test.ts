import { expect, it } from "vitest";
import { predictions } from "../../../src/core/theory/registry.ts";
import { cellOf, expectMean, type Raw, run } from "../families/chains.ts";

const few = { samples: 6, dimension: 12, noise: 0.5, signal: 2 };

it.each<[string, Raw, Raw]>([
  ["replace", {}, {}],
  ["accumulate", {}, {}],
  ["replace-multiple", {}, {}],
  ["fixed-real", {}, {}],
  ["weights", { weights: [4, 2, 1] }, {}],
  ["replace", {}, { design: "fresh" }],
])("is the error of chains: %s %j %j", (regime, regimeRaw, raw) => {
  const cell = cellOf("linear-regression", { ...few, ...raw }, regime, 7, regimeRaw);
  // New rows make every chain solve for the least norm anew.
  const [generations, chains] = raw["design"] === "fresh" ? [3, 2000] : [8, 20_000];
  const rows = run(cell, generations, chains);
  for (const g of [1, 2, 3, generations]) {
    const [found, ...others] = predictions(cell, "test_error", g);
    expect(others).toEqual([]);
    expect(found?.kind).toBe("exact");
    expectMean(rows[g - 1]!.metrics["test_error"]!, found!.value, found!.sd);
  }
});

it("knows the spread of one chain on a fixed design", () => {
  const cell = cellOf("linear-regression", { ...few, noise: 1e-3 }, "replace", 3);
  const [found] = predictions(cell, "test_error", 1);
  const values = run(cell, 1, 20_000)[0]!.metrics["test_error"]!;
  // Without noise 4 times a beta variable of 3 and 3: its variance is 1/28, its kurtosis below 3.
  expect(found!.sd).toBeCloseTo(4 / Math.sqrt(28), 5);
  expectMean(
    Array.from(values, (value) => (value - found!.value) ** 2),
    found!.sd! ** 2,
  );
});

it("is silent where a variance is infinite or directions are not alike", () => {
  const said = (raw: Raw, regime = "replace") =>
    predictions(cellOf("linear-regression", { ...few, ...raw }, regime), "test_error", 2);
  expect(said({ dimension: 9 })).toEqual([]);
  expect(said({ covariance: "power-law" })).toEqual([]);
  expect(said({ design: "fresh" }, "accumulate")).toEqual([]);
});
