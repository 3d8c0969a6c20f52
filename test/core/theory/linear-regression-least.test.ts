import { expect, it } from "vitest";
import { predictions } from "../../../src/core/theory/registry.ts";
import { compare } from "../../../src/storage/dataset/verdict.ts";
import { cellOf, deviation, mean, type Raw, run } from "../families/chains.ts";

it.each<[string, Raw, Raw]>([
  ["accumulate-subsample", {}, { samples: 10, dimension: 3 }],
  ["accumulate-subsample", {}, { samples: 24, dimension: 8, noise: 2 }],
  ["accumulate-subsample", {}, { samples: 10, dimension: 5, design: "fresh" }],
  ["window", { width: 2 }, { samples: 10, dimension: 5, design: "fresh" }],
])("is below the error of chains, and met by the first fit: %s %j %j", (regime, regimeRaw, raw) => {
  const cell = cellOf("linear-regression", raw, regime, 7, regimeRaw);
  const rows = run(cell, 6, 3000);
  for (const g of [3, 6]) {
    const [found, ...others] = predictions(cell, "test_error", g);
    expect(others).toEqual([]);
    expect(found?.kind).toBe("lower");
    const values = rows[g - 1]!.metrics["test_error"]!;
    expect(compare({ n: 3000, mean: mean(values), sd: deviation(values) }, found!).verdict).toBe("agrees");
    expect(mean(values)).toBeGreaterThan(1.2 * found!.value);
    const first = rows[0]!.metrics["test_error"]!;
    expect(mean(first) / found!.value).toBeCloseTo(1, 0);
  }
});

it("leaves cells alone that have more real data later, or that theory knows", () => {
  const said = (regime: string, regimeRaw: Raw, raw: Raw) =>
    predictions(cellOf("linear-regression", raw, regime, 1, regimeRaw), "test_error", 3).map(
      ({ kind }) => kind,
    );
  expect(said("fresh-real", { weight: 0.3 }, { samples: 20, dimension: 5, design: "fresh" })).toEqual([]);
  expect(said("accumulate-subsample", {}, { samples: 60, dimension: 5 })).toEqual(["asymptotic"]);
  expect(said("accumulate-subsample", {}, { samples: 16, dimension: 10 })).toEqual([]);
  expect(said("accumulate-subsample", {}, { samples: 30, dimension: 5, ridge: 1 })).toEqual([]);
  expect(said("fixed-real", {}, { samples: 20, dimension: 5 })).toEqual(["exact"]);
});
