import { describe, expect, it } from "vitest";
import type { Address, Lanes } from "../../../src/core/random/address.ts";
import { binomials, gammas, normalsAbout, poissons } from "../../../src/core/random/singles.ts";
import { counted, expectFit, expectMean, laws } from "./golden.ts";

const at: Address = { generation: 1, draw: 0, part: 0 };
const lanes: Lanes = { key: [5, 0x5eed], first: 0, count: laws.draws };
const all = (parameter: number, count = laws.draws) => new Float64Array(count).fill(parameter);

function expectWhole(values: Float64Array, most: number): void {
  expect(values.every((x) => Number.isInteger(x) && x >= 0 && x <= most)).toBe(true);
}

describe("binomials", () => {
  it.each(laws.binomials)("have the law of $n trials at $p", ({ n, p, bounds, probabilities }) => {
    const values = new Float64Array(laws.draws);
    binomials(values, lanes, at, n, all(p));
    expectWhole(values, n);
    expectFit(counted(values, bounds), probabilities);
  });

  it.each([
    [0, 0.5, 0],
    [1e9, 0, 0],
    [1e9, 1, 1e9],
  ])("of %d trials at %d are all %d", (n, p, expected) => {
    const values = new Float64Array(1000).fill(Number.NaN);
    binomials(values, { ...lanes, count: 1000 }, at, n, all(p, 1000));
    expect(values.every((x) => x === expected)).toBe(true);
  });
});

describe("poissons", () => {
  it.each(laws.poissons)("have the law of mean $mean", ({ mean, bounds, probabilities }) => {
    const values = new Float64Array(laws.draws);
    poissons(values, lanes, at, 1, all(mean));
    expectWhole(values, Number.MAX_SAFE_INTEGER);
    expectFit(counted(values, bounds), probabilities);
  });

  it("of mean 0 are all 0", () => {
    const values = new Float64Array(1000).fill(Number.NaN);
    poissons(values, { ...lanes, count: 1000 }, at, 5, all(0, 1000));
    expect(values.every((x) => x === 0)).toBe(true);
  });
});

it.each(laws.gammas)("gammas of shape $shape fill 200 equally likely bins evenly", ({ shape, edges }) => {
  const values = new Float64Array(laws.draws);
  gammas(values, lanes, at, shape, all(1));
  expectFit(counted(values, edges));
  let sum = 0;
  for (const x of values) sum += x;
  expectMean(sum, values.length, shape, shape);
});

it("normal numbers about a mean have their law, and neighbouring lanes nothing to do with one another", () => {
  const values = new Float64Array(laws.draws);
  normalsAbout(values, lanes, at, 3, all(5));
  for (let i = 0; i < values.length; i++) values[i] = (values[i]! - 5) / 3;
  expectFit(counted(values, laws.normal.edges));
  for (const distance of [1, 2]) {
    let [sum, pairs] = [0, 0];
    for (let i = 0; i + distance < values.length; i++, pairs++) sum += values[i]! * values[i + distance]!;
    expectMean(sum, pairs, 0, 1);
  }
});
