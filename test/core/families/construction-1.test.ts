import { describe, expect, it } from "vitest";
import { ParameterError } from "../../../src/core/errors.ts";
import { logNarrow, observation } from "../../../src/core/families/construction-1.ts";
import { Construction1Pool, wide } from "../../../src/core/families/construction-1-pool.ts";
import { openCohort } from "../../../src/core/open.ts";
import { agreesWithTheory } from "./agreement.ts";
import { cellOf, expectMean, mean, run } from "./chains.ts";
import { obeysFamilyLaws } from "./laws.ts";

const family = "construction-1";

describe("laws", () => {
  obeysFamilyLaws(family, [{ parameters: { samples: 20 }, regime: "accumulate" }]);
});

it("collapses at the second fit with a probability that n does not lower [oracle 42]", () => {
  for (const samples of [100, 400]) {
    const rows = run(cellOf(family, { samples }, "accumulate", 42), 2, 4000);
    expect(Math.abs(mean(rows[1]!.metrics["collapsed"]!) - 0.24)).toBeLessThan(0.03);
    const [first, second] = rows.map(({ metrics }) => metrics);
    // The mean of α·n over 4000 runs was measured as 0.69, to two digits.
    expectMean(first!["alpha"]!, 0.69 / samples, undefined, 0.02);
    const fallen = second!["alpha"]!.filter((alpha) => alpha > 0.1).sort();
    expect(fallen[fallen.length >> 1]).toBeGreaterThan(0.1);
    expect(fallen[fallen.length >> 1]).toBeLessThan(0.1 + 0.5 / samples + 0.001);
  }
});

it("collapses wherever a second batch reaches [2, 3], whatever the others are [oracle 42]", () => {
  for (const samples of [3, 100, 400]) {
    // All but one at 1, where an α beyond 1/10 costs each a factor of at least 2.
    const pool = new Construction1Pool(logNarrow(samples));
    const rest = Float64Array.from({ length: 2 * samples - 1 }, (_, i) => 1 - (i + 1) / 1e6);
    pool.add(rest);
    expect(pool.fit({ alpha: 0, mu: 2 }).alpha).toBeLessThan(0.1);
    pool.add(Float64Array.of(2.5));
    expect(pool.fit({ alpha: 0, mu: 2 })).toEqual({ alpha: expect.toSatisfy((x) => x > 0.1), mu: 2.5 });
  }
});

it("is as far from the truth in total variation as α says [oracle 42]", () => {
  const [first] = run(cellOf(family, { samples: 20 }, "accumulate"), 1, 5);
  expect(first!.metrics["tv"]).toEqual(first!.metrics["alpha"]);
  // The points of a lattice in the unit square stand for what is drawn; α is a multiple of half a bin's width.
  const [steps, bins] = [1000, 100];
  for (const alpha of [0.05, 0.2]) {
    const masses = new Float64Array(bins + 1);
    for (let i = 0; i < steps; i++)
      for (let j = 0; j < steps; j++) {
        const x = observation(alpha, 2.5, (i + 0.5) / steps, (j + 0.5) / steps);
        masses[x <= 1 ? Math.floor(x * bins) : bins]! += 1 / steps ** 2;
      }
    const distance =
      masses.reduce((sum, mass, bin) => sum + Math.abs(mass - (bin < bins ? 1 / bins : 0)), 0) / 2;
    expect(distance).toBeCloseTo(alpha, 3);
  }
});

it("finds the maximum that a grid over α and μ finds", () => {
  const cluster = [2.985, 2.986, 2.987, 2.988, 2.989, 2.99, 2.998, 2.999];
  const sets: readonly (readonly [logNarrow: number, set: readonly number[]])[] = [
    [96, [0.1, 0.4, 0.93, 0.99]],
    [96, [0.1, 0.4, 0.55, 0.6, 0.7]],
    [96, [0.1, 0.5, 0.81, 0.97, 2.5, 2.51, 2.52, 2.9, 2.9]],
    [96, [0.3, 0.3, 0.98, 0.985, 2.3]],
    [96, [0.2, 0.9, 2.985, 2.99, 2.999, 2.1]],
    // The eight below a half, of batches before, outweigh the last: α = 1/4 is best.
    [96, [0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.99]],
    // Where the narrow spike is no better than the wide one, α = 1/10 itself is best.
    [4, [0.1, 0.4, 0.83, ...cluster]],
  ];
  for (const [logNarrow, set] of sets) {
    const pool = new Construction1Pool(logNarrow);
    pool.add(Float64Array.from(set.slice(0, 3)));
    pool.add(Float64Array.from(set.slice(3, -1)));
    pool.add(Float64Array.from(set.slice(-1)));
    const likelihood = (alpha: number, mu: number): number => {
      const narrow = alpha > 0.1;
      return set.reduce((sum, x) => {
        if (x <= 1) return sum + Math.log(x <= 1 - 2 * alpha ? 0.5 + (1 - alpha) / (2 - 4 * alpha) : 0.5);
        const spiked = narrow ? x === mu : x >= mu && x <= mu + wide;
        return sum + Math.log(alpha / 4) + (spiked ? (narrow ? logNarrow : Math.log(40)) : 0);
      }, 0);
    };
    const { alpha, mu } = pool.fit({ alpha: 0, mu: 2 });
    if (alpha <= 0.1) expect(mu).toBeLessThanOrEqual(3 - wide);
    const found = likelihood(alpha, mu);
    for (let i = 1; i <= 2500; i++)
      for (const other of [...set.filter((x) => x > 1).map((x) => Math.min(x, 3 - wide)), ...set, mu])
        if (other > 1) expect(likelihood(i / 1e4, other)).toBeLessThanOrEqual(found + 1e-9);
  }
});

it("agrees with theory", () => {
  expect(agreesWithTheory(family, { samples: 30 }, "accumulate", { chains: 3000 })).toBe(2);
});

it("follows accumulation alone", () => {
  const cell = cellOf(family, { samples: 20 }, "replace");
  expect(() => openCohort({ cell, first: 0, count: 1 })).toThrow(ParameterError);
  expect(() => openCohort({ cell, first: 0, count: 1 })).toThrow("accumulate");
});

it("draws from a narrow spike one number, from a wide one all of it", () => {
  expect(observation(0.2, 2.5, 0.99, 0.7)).toBe(2.5);
  expect(observation(0.08, 2.5, 0.99, 0.5)).toBe(2.5 + wide / 2);
  expect(observation(0.2, 2.5, 0.92, 0.7)).toBe(2.7);
  expect(observation(0.2, 2.5, 0.89, 0.7)).toBeCloseTo(0.42, 12);
  expect(observation(0.2, 2.5, 0.49, 0.7)).toBe(0.7);
  // A quarter of α on all of [2, 3], as much on the spike.
  expect(observation(0.2, 2.5, 0.901, 0.7)).toBe(2.7);
  expect(observation(0.2, 2.5, 0.949, 0.7)).toBe(2.7);
  expect(observation(0.2, 2.5, 0.951, 0.7)).toBe(2.5);
});

it("has a spike beyond 1/10 that is at most 34^-2n wide, as the proof asks", () => {
  for (const n of [3, 100, 1e6]) expect(logNarrow(n)).toBeGreaterThanOrEqual(2 * n * Math.log(34));
});
