import { describe, expect, it } from "vitest";
import { binomialOf, binomials } from "../../../src/core/random/binomial.ts";
import { expectMassFit } from "./golden.ts";
import { expectMass, logFactorial } from "./inversion.ts";

const mass = (n: number, p: number) => (x: number) =>
  Math.exp(
    logFactorial(n) - logFactorial(x) - logFactorial(n - x) + x * Math.log(p) + (n - x) * Math.log1p(-p),
  );

describe("binomialOf", () => {
  it.each([
    [1, 0.3],
    [10, 0.5],
    [100, 0.05],
    [100, 0.2],
    [100, 0.97],
    [1000, 0.5],
    [40, 0.6],
    [25, 0.49],
  ])("has the mass function of %i trials at %d", (n, p) => {
    expectMass((u) => binomialOf(u, n, p), mass(n, p));
  });

  it("is certain where there is nothing to decide", () => {
    for (const u of [1e-300, 0.5, 1 - 2 ** -53]) {
      expect([binomialOf(u, 7, 0), binomialOf(u, 7, 1), binomialOf(u, 0, 0.5)]).toEqual([0, 7, 0]);
    }
  });

  it("ends for the smallest and the largest uniform number", () => {
    for (const [n, p] of [
      [5, 0.5],
      [1000, 0.5],
      [2 ** 31, 0.25],
    ] as const)
      for (const u of [2 ** -53, 1 - 2 ** -53]) {
        const count = binomialOf(u, n, p);
        expect(count).toBeGreaterThanOrEqual(0);
        expect(count).toBeLessThanOrEqual(n);
      }
  });

  it("keeps mean and variance for two thousand million trials", () => {
    const [n, p, R] = [2 ** 31, 1e-5, 20_000];
    let [sum, squares] = [0, 0];
    for (let i = 0; i < R; i++) {
      const z = (binomialOf((i + 0.5) / R, n, p) - n * p) / Math.sqrt(n * p * (1 - p));
      sum += z;
      squares += z * z;
    }
    // Counts lie so close together that the search reads the last digits of u: as good as random.
    expect(Math.abs(sum / R)).toBeLessThan(4 / Math.sqrt(R));
    expect(Math.abs(squares / R - 1)).toBeLessThan(4 * Math.sqrt(2 / R));
  });
});

describe("binomials", () => {
  it("draws each entry at its own trials and probability, whatever lanes go along", () => {
    const at = { generation: 3, draw: 0, part: 1 };
    const trials = Float64Array.of(10, 20, 30, 40);
    const p = Float64Array.of(0.1, 0.2, 0.3, 0.4);
    const all = new Float64Array(4);
    binomials(all, { key: [1, 2], first: 5, count: 4 }, at, 1, trials, p);
    const one = new Float64Array(1);
    for (let lane = 0; lane < 4; lane++) {
      binomials(one, { key: [1, 2], first: 5 + lane, count: 1 }, at, 1, trials[lane]!, p[lane]!);
      expect(one[0]).toBe(all[lane]);
    }
  });
});

// So many draws show a share that is off by one in a hundred: an acceptance too free or too strict by a few of them.
it.each([
  [24, 0.5],
  [40, 0.31],
  [100, 0.5],
  [100, 0.87],
  [1000, 0.03],
  [3000, 0.6],
])(
  "rejection leaves the mass function of %i trials at %d",
  (n, p) => {
    const values = new Float64Array(4_000_000);
    binomials(
      values,
      { key: [7, 8], first: 0, count: 4 },
      { generation: 0, draw: 0, part: 0 },
      1_000_000,
      n,
      p,
    );
    const masses = Array.from({ length: n + 1 }, (_, x) => mass(n, p)(x));
    expectMassFit(values, (x) => masses[x]!);
  },
  20_000,
);

it("is NaN where nothing can be drawn, and does not go on for ever", () => {
  const at = { generation: 0, draw: 0, part: 0 };
  const out = new Float64Array(4);
  const p = Float64Array.of(Number.NaN, -0.1, 1.1, 0.5);
  binomials(out, { key: [1, 2], first: 0, count: 4 }, at, 1, Float64Array.of(1e6, 1e6, 1e6, Number.NaN), p);
  expect([...out, binomialOf(0.5, 1e6, Number.NaN)]).toEqual(new Array(5).fill(Number.NaN));
});

// The count's spread is 47,453,132; its skewness is 0, so that moments up to the fourth are those of a normal number.
it("draws from 2^53 trials as from a few", () => {
  const R = 100_000;
  const out = new Float64Array(R);
  binomials(out, { key: [1, 2], first: 0, count: 1 }, { generation: 0, draw: 0, part: 0 }, R, 2 ** 53, 0.5);
  let [sum, squares, fourth] = [0, 0, 0];
  for (const count of out) {
    const z = (count - 2 ** 52) / Math.sqrt(2 ** 51);
    sum += z;
    squares += z * z;
    fourth += z ** 4;
  }
  expect(Math.abs(sum / R)).toBeLessThan(4.5 / Math.sqrt(R));
  expect(Math.abs(squares / R - 1)).toBeLessThan(4.5 * Math.sqrt(2 / R));
  expect(Math.abs(fourth / R - 3)).toBeLessThan(4.5 * Math.sqrt(96 / R));
});
