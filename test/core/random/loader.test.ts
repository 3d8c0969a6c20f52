import { expect, it } from "vitest";
import { deviance, stirlingError } from "../../../src/core/random/loader.ts";
import { logFactorial } from "./inversion.ts";

it.each([1, 5, 15, 16, 40, 170])("is what Stirling's formula lacks at %i", (n) => {
  const stirling = (n + 0.5) * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI);
  expect(Math.abs(stirlingError(n) - (logFactorial(n) - stirling))).toBeLessThan(1e-12);
});

it.each([
  [3, 7],
  [100, 90],
  [100, 100.5],
  [1e6, 1e6 + 10],
])("is the deviance of %d at mean %d", (x, mean) => {
  expect(Math.abs(deviance(x, mean) - (x * Math.log(x / mean) + mean - x))).toBeLessThan(1e-9);
});

it("is 0 at the mean", () => {
  expect(deviance(12, 12)).toBe(0);
});
