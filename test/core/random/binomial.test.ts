import { describe, expect, it } from "vitest";
import { binomialOf } from "../../../src/core/random/binomial.ts";
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
