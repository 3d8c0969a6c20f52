import { describe, expect, it } from "vitest";
import { poissonOf } from "../../../src/core/random/poisson.ts";
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
