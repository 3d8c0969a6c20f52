import { describe, expect, it } from "vitest";
import { ParameterError } from "../../../src/core/errors.ts";
import { closed } from "../../../src/core/families/closed.ts";
import { ledger } from "../../../src/core/regimes/ledger.ts";
import { needsOf } from "../../../src/core/regimes/needs.ts";
import { regimeNamed } from "../../../src/core/regimes/registry.ts";
import { apportion } from "../../../src/core/regimes/shares.ts";

type Raw = Readonly<Record<string, unknown>>;

const trainings = (name: string, raw: Raw, n = 10) => {
  const regime = regimeNamed(name);
  return (generation: number) => regime.training(regime.parse(raw), generation, n);
};
/** [generation drawn at, model drawn from, size, weight] of what a fit sees. */
const seen = (name: string, raw: Raw, generation: number, n = 10) =>
  ledger(trainings(name, raw, n))
    .batches(generation)
    .map(({ generation: made, from, size, weight = 1 }) => [made, from, size, weight]);

const all: readonly (readonly [string, Raw])[] = [
  ["fixed-real", {}],
  ["regenerate", {}],
  ["window", { width: 3 }],
  ["fresh-real", {}],
  ["fresh-real", { real: 4, synthetic: 7, unit: "observations", weight: 0.7 }],
  ["mixture", { beta: 0.3, gamma: 0.1 }],
  ["real-share", { shares: [0.5, 0.2, 0] }],
  ["weights", { weights: [3, 2, 1] }],
  ["weights", { weights: [1, 1, 2, 1, 0, 1], form: "triangle" }],
  ["weights", { weights: [1, 1], real: 1 }],
];

describe("every regime", () => {
  it.each(all)("%s %j: begins with n real observations and reads its own parameters again", (name, raw) => {
    const parsed = regimeNamed(name).parse(raw);
    expect(regimeNamed(name).parse(JSON.parse(JSON.stringify(parsed)))).toEqual(parsed);
    expect(seen(name, raw, 1)).toEqual([[1, 0, 10, 1]]);
    expect(() => regimeNamed(name).parse({ ...raw, colour: 1 })).toThrow(/regime\.colour/);
    for (let g = 1; g <= 80; g++) {
      const { draws, keeps } = trainings(name, raw)(g);
      expect(draws.every(({ size, from }) => size >= 1 && Number.isInteger(size) && from < g)).toBe(true);
      if (keeps !== "all" && keeps !== "none")
        expect(keeps.every((made) => made >= 1 && made < g)).toBe(true);
    }
  });
});

describe("what a fit sees", () => {
  it("is real and newest data where real data are fixed", () => {
    expect(seen("fixed-real", {}, 7)).toEqual([
      [1, 0, 10, 1],
      [7, 6, 10, 1],
    ]);
    expect(ledger(trainings("fixed-real", {})).facts(7)).toEqual({ size: 20, realShare: 0.5 });
  });

  it("is real data and g-1 batches' worth of the newest model where they are regenerated", () => {
    expect(seen("regenerate", {}, 4)).toEqual([
      [1, 0, 10, 1],
      [4, 3, 30, 1],
    ]);
  });

  it("is the last batches in a window", () => {
    const made = (width: number, g: number) => seen("window", { width }, g).map(([at]) => at);
    expect([1, 2, 3, 4, 9].map((g) => made(3, g))).toEqual([[1], [1, 2], [1, 2, 3], [2, 3, 4], [7, 8, 9]]);
    expect(made(1, 5)).toEqual([5]);
    expect(made(64, 70)).toHaveLength(64);
  });

  it("is fresh real and new synthetic data, weights adding up to the observations", () => {
    expect(seen("fresh-real", { real: 0.5, synthetic: 1.5 }, 3)).toEqual([
      [3, 0, 5, 1],
      [3, 2, 15, 1],
    ]);
    const [real, synthetic] = seen(
      "fresh-real",
      { real: 30, synthetic: 90, unit: "observations", weight: 0.75 },
      3,
    );
    expect([real![2], synthetic![2]]).toEqual([30, 90]);
    expect(real![3]! / synthetic![3]!).toBeCloseTo(3, 12);
    expect(30 * real![3]! + 90 * synthetic![3]!).toBeCloseTo(120, 10);
  });

  it("is a mixture written out over the models that it inherits from", () => {
    // p(3) = 0.6·model 2 + 0.3·p(2) + 0.1·truth, p(2) = 0.6·model 1 + 0.4·truth.
    expect(seen("mixture", { alpha: 0.6, beta: 0.3, gamma: 0.1 }, 3, 100)).toEqual([
      [3, 2, 60, 1],
      [3, 1, 18, 1],
      [3, 0, 22, 1],
    ]);
    expect(seen("mixture", {}, 5)).toEqual([[5, 4, 10, 1]]);
    for (const n of [1, 7, 1000, 2 ** 31])
      for (const g of [2, 3, 50, 500]) {
        const batches = seen("mixture", { beta: 0.9, gamma: 0.05 }, g, n);
        expect(batches.reduce((sum, [, , size]) => sum + size!, 0)).toBe(n);
        expect(batches.length).toBeLessThan(255);
      }
  });

  it("follows a schedule, whose last share stays", () => {
    const real = (g: number) => ledger(trainings("real-share", { shares: [0.5, 0.2] })).facts(g).realShare;
    expect([1, 2, 3, 4, 50].map(real)).toEqual([1, 0.5, 0.2, 0.2, 0.2]);
    expect(ledger(trainings("real-share", { shares: 0.3 })).facts(9)).toEqual({ size: 10, realShare: 0.3 });
  });

  it("has the weights of its age, of its row, and of lasting real data", () => {
    const weighed = (raw: Raw, g: number) => seen("weights", raw, g).map(([at, , , weight]) => [at, weight]);
    expect(weighed({ weights: [3, 2, 1] }, 4)).toEqual([
      [2, 0.5],
      [3, 1],
      [4, 1.5],
    ]);
    expect(weighed({ weights: [3, 2, 1] }, 1)).toEqual([[1, 1]]);
    expect(weighed({ weights: [1, 0, 1] }, 4)).toEqual([
      [2, 1],
      [4, 1],
    ]);
    const triangle = { weights: [1, 1, 3, 2, 0, 2], form: "triangle" };
    expect(weighed(triangle, 2)).toEqual([
      [1, 0.5],
      [2, 1.5],
    ]);
    expect([3, 9].map((g) => weighed(triangle, g))).toEqual([
      [
        [1, 1],
        [3, 1],
      ],
      [
        [7, 1],
        [9, 1],
      ],
    ]);
    expect(weighed({ weights: [1, 1], real: 2 }, 6)).toEqual([
      [1, 1.5],
      [5, 0.75],
      [6, 0.75],
    ]);
  });
});

it("shares out whole sizes by largest remainders", () => {
  expect(apportion(10, [0.5, 0.3, 0.2])).toEqual([5, 3, 2]);
  expect(apportion(10, [1 / 3, 1 / 3, 1 / 3])).toEqual([4, 3, 3]);
  expect(apportion(7, [0.1, 0.2, 0.7])).toEqual([1, 1, 5]);
  expect(apportion(100, [0.29, 0.71])).toEqual([29, 71]);
  expect(apportion(1, [0.4, 0.6])).toEqual([0, 1]);
});

it("remembers what these regimes look back at, and no more", () => {
  const none = { pool: false, points: false, models: false, batches: false };
  const needs = (name: string, raw: Raw) => needsOf(trainings(name, raw));
  expect(needs("fixed-real", {})).toEqual({ ...none, batches: true });
  expect(needs("window", { width: 1 })).toEqual(none);
  expect(needs("window", { width: 2 })).toEqual({ ...none, batches: true });
  expect(needs("fresh-real", {})).toEqual(none);
  expect(needs("mixture", { gamma: 0.2 })).toEqual(none);
  expect(needs("mixture", { beta: 0.2 })).toEqual({ ...none, models: true });
  expect(needs("weights", { weights: [2, 1] })).toEqual({ ...none, batches: true });
});

it("knows where a lost value may come back", () => {
  const closes = (name: string, raw: Raw) => closed(trainings(name, raw));
  expect(closes("fixed-real", {})).toBe(true);
  expect(closes("regenerate", {})).toBe(true);
  expect(closes("window", { width: 5 })).toBe(true);
  expect(closes("weights", { weights: [1, 0, 1] })).toBe(false);
  expect(closes("fresh-real", {})).toBe(false);
  expect(closes("mixture", { beta: 0.5 })).toBe(false);
  expect(closes("real-share", { shares: [...Array.from({ length: 59 }, () => 0), 0.1] })).toBe(false);
});

describe("a parameter that cannot be meant", () => {
  it.each<[string, Raw, RegExp]>([
    ["window", {}, /regime\.width must be a whole number from 1 to 64; got nothing/],
    ["window", { width: 65 }, /from 1 to 64; got 65/],
    ["window", { width: 2.5 }, /regime\.width/],
    ["fresh-real", { weight: 1 }, /regime\.weight must be a number between 0 and 1, both excluded; got 1/],
    ["fresh-real", { real: 0 }, /regime\.real must be a finite number above 0; got 0/],
    ["fresh-real", { real: 2000 }, /Sizes need unit: observations/],
    ["fresh-real", { real: 1.5, unit: "observations" }, /regime\.real must be a whole number/],
    ["fresh-real", { unit: "rows" }, /regime\.unit must be one of batches, observations/],
    [
      "mixture",
      { alpha: 0.5, beta: 0.1, gamma: 0.1 },
      /regime\.alpha must be 0\.8; got 0\.5\. .* add up to 1/,
    ],
    ["mixture", { beta: 0.6, gamma: 0.6 }, /regime\.gamma must be at most 0\.4; got 0\.6\./],
    ["mixture", { beta: 0.95 }, /regime\.beta must be at most 0\.9/],
    ["mixture", { gamma: -0.1 }, /regime\.gamma must be a number from 0 to 1/],
    ["real-share", {}, /regime\.shares must be a number from 0 to 1; got nothing/],
    ["real-share", { shares: [] }, /a list of 1 to 60/],
    ["real-share", { shares: [0.5, 2] }, /regime\.shares\[1\]/],
    ["weights", {}, /regime\.weights must be a list/],
    ["weights", { weights: [0, 1] }, /regime\.weights\[0\] must be above 0/],
    ["weights", { weights: [1, -1] }, /regime\.weights\[1\] must be 0, or a number/],
    ["weights", { weights: [1, 1], form: "triangle" }, /1, 3, 6, 10/],
    ["weights", { weights: [1, 1, 0], form: "triangle" }, /regime\.weights\[2\] must be above 0/],
    ["weights", { weights: Array.from({ length: 65 }, () => 1) }, /at most 64 ages/],
  ])("%s %j is refused", (name, raw, message) => {
    expect(() => regimeNamed(name).parse(raw)).toThrow(ParameterError);
    expect(() => regimeNamed(name).parse(raw)).toThrow(message);
  });
});
