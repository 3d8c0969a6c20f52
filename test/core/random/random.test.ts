import { describe, expect, it } from "vitest";
import type { Address, Lanes } from "../../../src/core/random/address.ts";
import { binomials } from "../../../src/core/random/binomial.ts";
import { poissons } from "../../../src/core/random/poisson.ts";
import { counted, expectFit, laws } from "./golden.ts";

const at: Address = { generation: 1, draw: 0, part: 0 };
const lanes: Lanes = { key: [5, 0x5eed], first: 0, count: 100 };

function expectWhole(values: Float64Array, most: number): void {
  expect(values.every((x) => Number.isInteger(x) && x >= 0 && x <= most)).toBe(true);
}

describe("binomials", () => {
  it.each(laws.binomials)("have the law of $n trials at $p", ({ n, p, bounds, probabilities }) => {
    const values = new Float64Array(laws.draws);
    binomials(values, lanes, at, laws.draws / lanes.count, n, p);
    expectWhole(values, n);
    expectFit(counted(values, bounds), probabilities);
  });

  it.each([
    [0, 0.5, 0],
    [1e9, 0, 0],
    [1e9, 1, 1e9],
  ])("of %d trials at %d are all %d", (n, p, expected) => {
    const values = new Float64Array(1000).fill(Number.NaN);
    binomials(values, lanes, at, 10, n, p);
    expect(values.every((x) => x === expected)).toBe(true);
  });
});

describe("poissons", () => {
  it.each(laws.poissons)("have the law of mean $mean", ({ mean, bounds, probabilities }) => {
    const values = new Float64Array(laws.draws);
    poissons(values, lanes, at, laws.draws / lanes.count, mean);
    expectWhole(values, Number.MAX_SAFE_INTEGER);
    expectFit(counted(values, bounds), probabilities);
  });

  it("of mean 0 are all 0", () => {
    const values = new Float64Array(1000).fill(Number.NaN);
    poissons(values, lanes, at, 10, 0);
    expect(values.every((x) => x === 0)).toBe(true);
  });
});
