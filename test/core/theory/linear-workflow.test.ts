import { describe, expect, it } from "vitest";
import type { Training } from "../../../src/core/regimes/regime.ts";
import { regimeNamed } from "../../../src/core/regimes/registry.ts";
import { harmonic, harmonicSquares } from "../../../src/core/theory/harmonic.ts";
import { linearRatios, mostFollowed } from "../../../src/core/theory/linear-workflow.ts";
import { predictions } from "../../../src/core/theory/registry.ts";
import { cellOf, deviation, expectMean, type Raw, run } from "../families/chains.ts";

const n = 50;
const golden = (Math.sqrt(5) - 1) / 2;
const ratios = (name: string, raw: Raw = {}) => {
  const regime = regimeNamed(name);
  return linearRatios((g) => regime.training(regime.parse(raw), g, n), n);
};
/** (w² + (1-w)²)/(1 - (1-w)²), and how it is reached from 1 at generation 1. */
const fresh = (w: number, g: number): number => {
  const limit = (w * w + (1 - w) ** 2) / (1 - (1 - w) ** 2);
  return limit + (1 - limit) * (1 - w) ** (2 * (g - 1));
};

describe("variance ratios R(g)", () => {
  it.each<[string, Raw, (g: number) => number]>([
    ["replace", {}, (g) => g],
    ["accumulate", {}, harmonicSquares],
    ["accumulate-subsample", {}, (g) => 3 * harmonicSquares(g) - 2],
    ["replace-multiple", {}, harmonic],
    ["regenerate", {}, (g) => 1 + (g - 1) / (2 * g)],
    ["fixed-real", {}, (g) => 1 + (1 - 4 ** (1 - g)) / 3],
    ["fresh-real", {}, (g) => fresh(0.5, g)],
    ["fresh-real", { weight: 0.3 }, (g) => fresh(0.3, g)],
    ["fresh-real", { weight: golden }, (g) => fresh(golden, g)],
    ["window", { width: 1 }, (g) => g],
    ["window", { width: 40 }, harmonicSquares],
    ["mixture", {}, (g) => g],
    ["mixture", { gamma: 0.5 }, sumOfHalves],
    ["real-share", { shares: 0.5 }, sumOfHalves],
    ["weights", { weights: [1] }, (g) => g],
    ["weights", { weights: [1], real: 1 }, (g) => 1 + (1 - 4 ** (1 - g)) / 3],
  ])("%s %j", (name, raw, expected) => {
    const ratio = ratios(name, raw);
    for (const g of [1, 2, 3, 10, 40]) expect(ratio(g)).toBeCloseTo(expected(g), 12);
  });

  it("tend to their limits: 4/3, 2/3 and the golden ratio's inverse [oracles 40, 41]", () => {
    expect(ratios("fixed-real")(25)).toBeCloseTo(4 / 3, 12);
    expect(ratios("fresh-real")(25)).toBeCloseTo(2 / 3, 12);
    expect(ratios("fresh-real", { weight: golden })(25)).toBeCloseTo(0.618034, 6);
  });

  it("are least at the golden weight", () => {
    const least = ratios("fresh-real", { weight: golden })(60);
    for (const weight of [0.5, 0.6, golden - 1e-3, golden + 1e-3, 0.64, 0.8])
      expect(ratios("fresh-real", { weight })(60)).toBeGreaterThan(least);
  });

  it("have the value known for fixed real data and the last two batches", () => {
    expect(ratios("weights", { weights: [1, 1], real: 1 })(8)).toBeCloseTo(1.49042, 5);
  });

  it("weigh triangles row by row", () => {
    // Row 2 is half real data, half batch 2: 1 + 1/4. Row 3 is batch 3 alone: one more.
    const ratio = ratios("weights", { weights: [1, 1, 1, 0, 0, 1], form: "triangle" });
    expect([1, 2, 3, 4].map(ratio)).toEqual([1, 1.25, 2.25, 3.25].map((value) => expect.closeTo(value, 12)));
  });

  it("follow models older than the last", () => {
    // p(3) = 0.5·model 2 + 0.5·p(2), p(2) = 0.5·model 1 + 0.5·truth, in 50 observations: 25, then 12.5 each.
    const ratio = ratios("mixture", { alpha: 0.5, beta: 0.5 });
    expect(ratio(2)).toBeCloseTo(1 + 0.25, 12);
    const [older, real] = [13 / 50, 12 / 50];
    // M3 = (M2 + e)/2 + older·(M1 + e') + real·R, M2 = (M1 + e'')/2 + R'/2 with M1 = e0.
    expect(ratio(3)).toBeCloseTo((0.25 + older) ** 2 + 1 / 8 + 1 / 8 + 0.5 + older + real, 12);
  });

  it("do not go on for ever", () => {
    expect(() => ratios("replace")(mostFollowed + 1)).toThrow(RangeError);
  });
});

/** Half fresh real data in n: each fit adds 1/n of noise to a quarter of the error before. */
function sumOfHalves(g: number): number {
  return (1 - 4 ** -g) / 0.75;
}

describe("errors of chains", () => {
  const gaussian = { samples: n, divisor: "n" };

  it.each<[string, Raw, number]>([
    ["fresh-real", { weight: golden }, 0.618034],
    ["fixed-real", {}, 4 / 3],
  ])("of the limit process under %s %j after 25 fits [oracles 40, 41]", (regime, raw, limit) => {
    const cell = cellOf("gaussian-process", { samples: n }, regime, 40, raw);
    const last = run(cell, 25, 50_000).at(-1)!.metrics["squared_error"]!;
    expectMean(last, limit, limit * Math.sqrt(2));
  });

  it.each<[string, Raw]>([
    ["fixed-real", {}],
    ["regenerate", {}],
    ["replace-multiple", {}],
    ["fresh-real", {}],
    ["fresh-real", { weight: golden }],
    ["fresh-real", { real: 20, synthetic: 70, unit: "observations", weight: 0.3 }],
    ["window", { width: 3 }],
    ["mixture", { beta: 0.3, gamma: 0.1 }],
    ["real-share", { shares: [0.6, 0.1] }],
    ["weights", { weights: [4, 2, 1], real: 0.5 }],
    ["weights", { weights: [1, 1, 3, 2, 0, 2], form: "triangle" }],
  ])("of the Gaussian agree with theory under %s %j", (regime, raw) => {
    for (const parameters of [
      { ...gaussian, samples: 10 },
      { samples: 10, bias: 0.8 },
      { samples: 8, dimension: 2 },
    ]) {
      const cell = cellOf("gaussian", parameters, regime, 41, raw);
      const rows = run(cell, 8, 10_000);
      for (const generation of [1, 2, 8]) {
        let compared = 0;
        for (const [name, values] of Object.entries(rows[generation - 1]!.metrics))
          for (const { kind, value, sd } of predictions(cell, name, generation)) {
            expect(kind).toBe("exact");
            expectMean(values, value, sd);
            if (sd !== undefined) expect(Math.abs(deviation(values) / sd - 1)).toBeLessThan(0.1);
            compared++;
          }
        expect(compared).toBe(5);
      }
    }
  });

  it("conserve the second moment whatever is mixed, for divisor n", () => {
    for (const [regime, raw] of [
      ["fresh-real", { weight: 0.8 }],
      ["window", { width: 4 }],
      ["mixture", { beta: 0.5, gamma: 0.1 }],
      ["weights", { weights: [5, 1, 2] }],
    ] as const) {
      const cell = cellOf("gaussian", gaussian, regime, 1, raw);
      for (const g of [1, 5, 20]) expect(predictions(cell, "second_moment", g)[0]!.value).toBeCloseTo(1, 12);
    }
  });

  it.each<[string, Raw]>([
    ["fixed-real", {}],
    ["regenerate", {}],
    ["fresh-real", { weight: golden }],
    ["fresh-real", { synthetic: 2 }],
    ["window", { width: 2 }],
    ["weights", { weights: [2, 1] }],
  ])("of least squares on a fixed design agree with theory under %s %j", (regime, raw) => {
    const cell = cellOf("linear-regression", { samples: 40, dimension: 5, noise: 0.5 }, regime, 42, raw);
    const rows = run(cell, 6, 5000);
    for (const generation of [1, 2, 6]) {
      const values = rows[generation - 1]!.metrics["test_error"]!;
      const found = predictions(cell, "test_error", generation);
      expect(found).toHaveLength(1);
      expectMean(values, found[0]!.value, found[0]!.sd);
    }
  });

  it.each<[string, Raw]>([
    ["mixture", { beta: 0.3 }],
    ["window", { width: 3 }],
    ["real-share", { shares: 0.2 }],
  ])("of the limit process agree with theory under %s %j", (regime, raw) => {
    const cell = cellOf("gaussian-process", { samples: 20, variance: 1.5, dimension: 2 }, regime, 43, raw);
    const rows = run(cell, 5, 100_000);
    for (const [name, values] of Object.entries(rows[4]!.metrics)) {
      const found = predictions(cell, name, 5);
      expect(found).toHaveLength(1);
      expectMean(values, found[0]!.value, found[0]!.sd);
    }
  });
});

describe("silence", () => {
  it("on few rows, past the bound of work", () => {
    const silent = (family: string, raw: Raw, metric: string, g: number) =>
      expect(predictions(cellOf(family, raw, "window", 1, { width: 2 }), metric, g)).toEqual([]);
    silent("linear-regression", { samples: 8, dimension: 5 }, "test_error", 3);
    silent("linear-regression", { samples: 40, dimension: 5 }, "test_error", mostFollowed + 1);
    silent("gaussian", { samples: 10_000 }, "squared_error_mean", mostFollowed + 1);
    silent("gaussian", { samples: 100 }, "w2_squared", 3);
  });

  it("where few chains carry the mean of a variance", () => {
    const spoken = (g: number) =>
      predictions(cellOf("gaussian", { samples: 5 }, "window", 1, { width: 2 }), "variance", g).length;
    expect([spoken(3), spoken(30)]).toEqual([1, 0]);
  });

  it("of the regimes that have theorems of their own: one prediction each, no two", () => {
    for (const regime of ["replace", "accumulate", "accumulate-subsample"])
      expect(
        predictions(cellOf("gaussian", { samples: 10, divisor: "n" }, regime), "variance", 3),
      ).toHaveLength(1);
  });
});

it("counts the noise of any subsample", () => {
  const half = (g: number): Training => ({ draws: [{ from: g - 1, size: 10 }], keeps: "none", sees: 5 });
  expect(linearRatios(half, 10)(3)).toBeCloseTo(6, 12);
});
