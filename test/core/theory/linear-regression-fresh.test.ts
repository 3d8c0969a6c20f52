import { expect, it } from "vitest";
import { mixing } from "../../../src/core/theory/linear-regression-fresh.ts";
import { predictions } from "../../../src/core/theory/registry.ts";
import { cellOf, expectMean, type Raw, run } from "../families/chains.ts";

const fresh = { samples: 14, dimension: 4, design: "fresh" };

it("leaves an error whole where one model labels all rows, and shares it out else", () => {
  for (const d of [1, 2, 5]) {
    expect(mixing(20, 20, true, 20, d)).toBeCloseTo(1, 12);
    const parts = [7, 12, 4];
    let sum = 0;
    for (const [k, m] of parts.entries())
      for (const [l, n] of parts.entries()) sum += mixing(m, n, k === l, 23, d);
    expect(sum).toBeCloseTo(1, 12);
  }
});

it("mixes in one dimension as a beta variable does", () => {
  // G/A is beta of m/2 and (N - m)/2: its square has mean m(m + 2)/(N(N + 2)).
  expect(mixing(6, 6, true, 20, 1)).toBeCloseTo(48 / 440, 12);
  expect(mixing(6, 4, false, 20, 1)).toBeCloseTo(24 / 440, 12);
});

it.each<[string, Raw, Raw]>([
  ["fresh-real", {}, fresh],
  ["fresh-real", { real: 5, synthetic: 9, unit: "observations" }, fresh],
  ["fresh-real", {}, { ...fresh, samples: 8, dimension: 1 }],
  ["real-share", { shares: [0.2, 0.6] }, { ...fresh, covariance: "power-law" }],
  ["mixture", { beta: 0.5, gamma: 0.1 }, { ...fresh, samples: 20 }],
  ["window", { width: 6 }, fresh],
])("is the error of chains: %s %j", (regime, regimeRaw, raw) => {
  const cell = cellOf("linear-regression", raw, regime, 77, regimeRaw);
  const rows = run(cell, 6, 20_000);
  for (const g of [1, 2, 3, 6]) {
    const [found, ...others] = predictions(cell, "test_error", g);
    expect(others).toEqual([]);
    expect(found?.kind).toBe("exact");
    expectMean(rows[g - 1]!.metrics["test_error"]!, found!.value);
  }
});

it("gives no value where rows are kept, weighed or few", () => {
  const said = (regime: string, regimeRaw: Raw, raw: Raw = fresh) =>
    predictions(cellOf("linear-regression", raw, regime, 1, regimeRaw), "test_error", 4);
  const least = expect.objectContaining({ kind: "lower" });
  expect(said("fixed-real", {})).toEqual([least]);
  expect(said("window", { width: 3 })).toEqual([least]);
  expect(said("fresh-real", { weight: 0.3 })).toEqual([]);
  expect(said("real-share", { shares: 0.5 }, { ...fresh, samples: 7 })).toEqual([]);
});
