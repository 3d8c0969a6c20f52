import { expect, it } from "vitest";
import {
  bothSurviveBounds,
  heterozygosityBounds,
  survivalBounds,
  survivalRate,
} from "../../../src/core/theory/survival-bounds.ts";
import { predictions } from "../../../src/core/theory/registry.ts";
import { binomialLaw, survivors } from "../../../src/core/theory/wright-fisher.ts";
import { cellOf } from "../families/chains.ts";

it("has the published g_k, between 1/k and 3/k [oracle 44]", () => {
  const published = [
    1, 0.632121, 0.468536, 0.374082, 0.31208, 0.268077, 0.235151, 0.209548, 0.18905, 0.172255,
  ];
  expect(published.map((_, i) => Number(survivalRate(i + 1).toFixed(6)))).toEqual(published);
  expect(survivalRate(50)).toBeCloseTo(0.0383767, 7);
  expect(survivalRate(100)).toBeCloseTo(0.0195426, 7);
  expect(survivalRate(500)).toBeCloseTo(0.00397716, 8);
  for (let k = 1; k <= 1000; k++) {
    expect(survivalRate(k)).toBeGreaterThanOrEqual(1 / k);
    expect(survivalRate(k)).toBeLessThanOrEqual(3 / k);
  }
});

it("has the published bounds at k = 10", () => {
  const { lower, upper } = survivalBounds(10_000, 0.001, 10);
  expect([lower, upper].map((bound) => bound.toFixed(4))).toEqual(["0.8214", "0.8321"]);
});

it("bounds the exact chain", () => {
  for (const n of [5, 50, 200])
    for (const p of [0.002, 0.01, 0.2, 0.5, 0.9])
      for (const k of [1, 2, 5, 20, 100]) {
        const { left, fixed } = survivors(binomialLaw(n, p), k);
        const one = survivalBounds(n, p, k);
        const both = bothSurviveBounds(n, p, k);
        expect(left).toBeGreaterThanOrEqual(one.lower - 1e-12);
        expect(left).toBeLessThanOrEqual(one.upper + 1e-12);
        expect(left - fixed).toBeGreaterThanOrEqual(both.lower - 1e-12);
        expect(left - fixed).toBeLessThanOrEqual(both.upper + 1e-12);
        const other = heterozygosityBounds(n, p, k);
        expect(left - fixed).toBeGreaterThanOrEqual(other.lower - 1e-12);
        expect(left - fixed).toBeLessThanOrEqual(other.upper + 1e-12);
      }
});

it("has the bounds that Theorem 1 is compared with, which are nearer for a fair coin only", () => {
  const { lower, upper } = heterozygosityBounds(100, 0.01, 10);
  expect(lower).toBeCloseTo(4 * 0.01 * 0.99 * 0.99 ** 10, 12);
  expect(upper).toBeCloseTo(2 * 100 * 0.01 * 0.99 * 0.99 ** 10, 12);
  expect(lower).toBeLessThan(bothSurviveBounds(100, 0.01, 10).lower);
  expect(heterozygosityBounds(100, 0.5, 40).lower).toBeCloseTo(0.99 ** 40, 12);
  const cell = cellOf("bernoulli", { samples: 300, p: 0.01 }, "replace");
  const stated = predictions(cell, "alive", 400).map(({ kind, source }) => `${kind} ${source.slice(0, 16)}`);
  expect(stated).toEqual([
    "lower arXiv:2404.05090",
    // The others say nothing: Theorem 1 has 0 and 1 there, and 2·300·0.01·0.99·(1 - 1/300)^400 is 1.56.
  ]);
});
