import { expect, it } from "vitest";
import type { Address, Lanes } from "../../../src/core/random/address.ts";
import { binomialOf } from "../../../src/core/random/binomial.ts";
import { poissonOf } from "../../../src/core/random/poisson.ts";
import { binomials, hypergeometrics, poissons } from "../../../src/core/random/singles.ts";
import { counted, expectFit, expectMassFit, laws } from "./golden.ts";
import { logFactorial } from "./inversion.ts";

const at: Address = { generation: 0, draw: 0, part: 0 };
const lanesOf = (count: number): Lanes => ({ key: [7, 8], first: 0, count });

// So many draws show a share that is off by one in a hundred: an acceptance too free or too strict by a few of them.
const many = 4_000_000;

it.each([
  [9, 0.5],
  [23, 0.4],
  [100, 0.05],
  [100, 0.97],
  [24, 0.5],
  [40, 0.31],
  [100, 0.5],
  [100, 0.87],
  [1000, 0.03],
  [3000, 0.6],
])(
  "leave the mass function of %i trials at %d",
  (n, p) => {
    const values = new Float64Array(many);
    binomials(values, lanesOf(many), at, n, new Float64Array(many).fill(p));
    const masses = Array.from({ length: n + 1 }, (_, x) =>
      Math.exp(
        logFactorial(n) - logFactorial(x) - logFactorial(n - x) + x * Math.log(p) + (n - x) * Math.log1p(-p),
      ),
    );
    expectMassFit(values, (x) => masses[x]!);
  },
  20_000,
);

it.each([0.3, 5, 11.9, 12, 12.95, 15.5, 40, 100, 1000])(
  "leave the mass function of mean %d",
  (mean) => {
    const values = new Float64Array(many);
    poissons(values, lanesOf(many), at, 1, new Float64Array(many).fill(mean));
    const masses = Array.from({ length: 3000 }, (_, x) =>
      Math.exp(x * Math.log(mean) - mean - logFactorial(x)),
    );
    expectMassFit(values, (x) => masses[x]!);
  },
  20_000,
);

it.each([
  [10_000, 5000, 100],
  [10_000, 40, 100],
  [10_000, 9970, 100],
  [200, 100, 100],
  [300, 290, 280],
  [3000, 1400, 1500],
])(
  "out of %i, %i of them marked, %i have the hypergeometric mass function",
  (population, marked, chosen) => {
    const values = new Float64Array(1_000_000);
    const shared = { population, chosen };
    hypergeometrics(values, lanesOf(values.length), at, shared, new Float64Array(values.length).fill(marked));
    const logs = new Float64Array(population + 1);
    for (let i = 2; i <= population; i++) logs[i] = logs[i - 1]! + Math.log(i);
    const ways = (n: number, k: number): number => logs[n]! - logs[k]! - logs[n - k]!;
    const others = population - marked;
    expectMassFit(values, (x) =>
      x > marked || x > chosen || chosen - x > others
        ? 0
        : Math.exp(ways(marked, x) + ways(others, chosen - x) - ways(population, chosen)),
    );
  },
  20_000,
);

it.each(laws.subsets)("of $sizes, $n hold as many of the first as SciPy says", ({ sizes, n, counts }) => {
  const values = new Float64Array(laws.draws);
  const shared = { population: sizes.reduce((a, b) => a + b), chosen: n };
  hypergeometrics(
    values,
    lanesOf(values.length),
    at,
    shared,
    new Float64Array(values.length).fill(sizes[0]!),
  );
  const { bounds, probabilities } = counts.find(({ parts }) => parts.length === 1 && parts[0] === 0)!;
  expectFit(counted(values, bounds), probabilities);
});

it("hypergeometric counts are certain where there is nothing to decide", () => {
  const out = new Float64Array(3);
  hypergeometrics(out, lanesOf(3), at, { population: 9, chosen: 4 }, Float64Array.of(0, 9, 0));
  expect([...out]).toEqual([0, 4, 0]);
  hypergeometrics(out, lanesOf(3), at, { population: 9, chosen: 9 }, Float64Array.of(0, 9, 5));
  expect([...out]).toEqual([0, 9, 5]);
});

it("are NaN where nothing can be drawn, and do not go on for ever", () => {
  const shares = Float64Array.of(Number.NaN, -0.1, 1.1);
  const means = Float64Array.of(Number.NaN, -1, Number.POSITIVE_INFINITY);
  const out = new Float64Array(12);
  binomials(out, lanesOf(3), at, 1e6, shares);
  binomials(out.subarray(3), lanesOf(3), at, Number.NaN, Float64Array.of(0, 0.5, 1));
  poissons(out.subarray(6), lanesOf(3), at, 1, means);
  binomials(out.subarray(9), lanesOf(3), at, 7, shares);
  const single = [binomialOf(0.5, 1e6, Number.NaN), poissonOf(0.5, Number.NaN)];
  expect([...out, ...single]).toEqual(new Array(14).fill(Number.NaN));
});

// Their skewness is 0, or 3e-8: moments up to the fourth are those of a normal number.
it.each([
  ["binomial counts of 2^53 trials", binomials, 2 ** 53, 0.5, 2 ** 52, 2 ** 51],
  ["Poisson counts of mean 1e15", poissons, 1, 1e15, 1e15, 1e15],
] as const)("draws %s as small ones", (_, sampler, shared, own, mean, variance) => {
  const R = 100_000;
  const out = new Float64Array(R);
  sampler(out, lanesOf(R), at, shared, new Float64Array(R).fill(own));
  let [sum, squares, fourth] = [0, 0, 0];
  for (const count of out) {
    const z = (count - mean) / Math.sqrt(variance);
    sum += z;
    squares += z * z;
    fourth += z ** 4;
  }
  expect(Math.abs(sum / R)).toBeLessThan(4.5 / Math.sqrt(R));
  expect(Math.abs(squares / R - 1)).toBeLessThan(4.5 * Math.sqrt(2 / R));
  expect(Math.abs(fourth / R - 3)).toBeLessThan(4.5 * Math.sqrt(96 / R));
});
