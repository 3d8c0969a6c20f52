import { describe, expect, it } from "vitest";
import { poissonOf, poissons } from "../../../src/core/random/poisson.ts";
import { expectMassFit } from "./golden.ts";
import { expectMass, logFactorial } from "./inversion.ts";

describe("poissonOf", () => {
  it.each([0.01, 1, 11.9, 12, 12.5, 100, 1000])("has the mass function of mean %d", (mean) => {
    expectMass(
      (u) => poissonOf(u, mean),
      (x) => Math.exp(x * Math.log(mean) - mean - logFactorial(x)),
    );
  });

  it("draws nothing at mean 0 and ends for the extremes", () => {
    expect(poissonOf(0.9, 0)).toBe(0);
    for (const mean of [1e-300, 5, 50, 1e9])
      for (const u of [2 ** -53, 1 - 2 ** -53]) expect(Number.isSafeInteger(poissonOf(u, mean))).toBe(true);
  });
});

describe("poissons", () => {
  it("draws each entry at its own mean, whatever lanes go along", () => {
    const at = { generation: 3, draw: 0, part: 1 };
    const means = Float64Array.of(0.5, 5, 50);
    const all = new Float64Array(3);
    poissons(all, { key: [1, 2], first: 0, count: 3 }, at, 1, means);
    const one = new Float64Array(1);
    means.forEach((mean, lane) => {
      poissons(one, { key: [1, 2], first: lane, count: 1 }, at, 1, mean);
      expect(one[0]).toBe(all[lane]);
    });
  });
});

// So many draws show a share that is off by one in a hundred: an acceptance too free or too strict by a few of them.
it.each([12, 15.5, 40, 100, 1000])(
  "rejection leaves the mass function of mean %d",
  (mean) => {
    const values = new Float64Array(4_000_000);
    poissons(
      values,
      { key: [7, 8], first: 0, count: 4 },
      { generation: 0, draw: 0, part: 0 },
      1_000_000,
      mean,
    );
    const masses = Array.from({ length: 3000 }, (_, x) =>
      Math.exp(x * Math.log(mean) - mean - logFactorial(x)),
    );
    expectMassFit(values, (x) => masses[x]!);
  },
  20_000,
);

it("is NaN where nothing can be drawn, and does not go on for ever", () => {
  const at = { generation: 0, draw: 0, part: 0 };
  const out = new Float64Array(3);
  const means = Float64Array.of(Number.NaN, -1, Number.POSITIVE_INFINITY);
  poissons(out, { key: [1, 2], first: 0, count: 3 }, at, 1, means);
  expect([...out, poissonOf(0.5, Number.NaN)]).toEqual(new Array(4).fill(Number.NaN));
});

// At mean 1e15 skewness is 3e-8: moments up to the fourth are those of a normal number.
it("draws counts of 1e15 as small ones", () => {
  const R = 100_000;
  const out = new Float64Array(R);
  poissons(out, { key: [1, 2], first: 0, count: 1 }, { generation: 0, draw: 0, part: 0 }, R, 1e15);
  let [sum, squares, fourth] = [0, 0, 0];
  for (const count of out) {
    const z = (count - 1e15) / Math.sqrt(1e15);
    sum += z;
    squares += z * z;
    fourth += z ** 4;
  }
  expect(Math.abs(sum / R)).toBeLessThan(4.5 / Math.sqrt(R));
  expect(Math.abs(squares / R - 1)).toBeLessThan(4.5 * Math.sqrt(2 / R));
  expect(Math.abs(fourth / R - 3)).toBeLessThan(4.5 * Math.sqrt(96 / R));
});
