import { expect, it } from "vitest";
import { predictions } from "../../../src/core/theory/registry.ts";
import { cellOf, expectMean, type Raw, run } from "../families/chains.ts";

it.each<[string, Raw, Raw]>([
  ["replace", {}, { samples: 6, dimension: 9 }],
  ["accumulate", {}, { samples: 6, dimension: 9 }],
  ["replace-multiple", {}, { samples: 20, dimension: 5 }],
  ["regenerate", {}, { samples: 20, dimension: 5 }],
  ["fixed-real", {}, { samples: 20, dimension: 5 }],
  ["window", { width: 3 }, { samples: 20, dimension: 5 }],
  ["weights", { weights: [4, 2, 1, 0.5] }, { samples: 6, dimension: 9 }],
  ["fresh-real", { weight: 0.618 }, { samples: 20, dimension: 5 }],
])("has the step of chains: %s %j", (regime, regimeRaw, raw) => {
  const cell = cellOf("linear-regression", raw, regime, 8, regimeRaw);
  const rows = run(cell, 6, 8000);
  for (const g of [1, 2, 3, 6]) {
    const [found] = predictions(cell, "step_chi2", g);
    expect(found?.kind).toBe("exact");
    expectMean(rows[g - 1]!.metrics["step_chi2"]!, found!.value, found!.sd);
  }
});

it("moves by as much as batches that are averaged anew", () => {
  // M2 - M1 = e2/2 + (M1 - R)/2 with M1 = R: half a batch's noise, times the square of two batches.
  const [found] = predictions(
    cellOf("linear-regression", { samples: 20, dimension: 5 }, "fixed-real"),
    "step_chi2",
    2,
  );
  expect(found!.value).toBeCloseTo(5, 12);
  const [later] = predictions(
    cellOf("linear-regression", { samples: 20, dimension: 5 }, "fixed-real"),
    "step_chi2",
    3,
  );
  // M3 - M2 = (M2 + e3 - M1 - e2)/2 = (e3 - e2/2)/2.
  expect(later!.value).toBeCloseTo(5 * 1.25, 12);
});

it("is silent on a fresh design, under a penalty and of subsamples", () => {
  const said = (regime: string, raw: Raw) =>
    predictions(cellOf("linear-regression", { samples: 20, dimension: 5, ...raw }, regime), "step_chi2", 2);
  expect(said("replace", { design: "fresh" })).toEqual([]);
  expect(said("replace", { ridge: 1 })).toEqual([]);
  expect(said("accumulate-subsample", {})).toEqual([]);
});
