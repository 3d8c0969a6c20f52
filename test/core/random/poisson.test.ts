import { describe, expect, it } from "vitest";
import { base, kernel, memoryDoubles, reserve } from "../../../src/core/random/kernel.ts";
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

it("comes two by two as it comes alone, of sums as of single ones", () => {
  const count = 5002;
  const uniforms = Float64Array.from({ length: count }, (_, i) => ((i * 0.6180339887498949) % 1) + 2 ** -54);
  const means = uniforms.map((_, i) => [0, 0.2, 1, 4, 11.5, 60][i % 6]!);
  const others = base + 8 * count;
  reserve(others + 8 * count);
  memoryDoubles().set(uniforms, base / 8);
  memoryDoubles().set(means, others / 8);
  kernel.poissonsOf(base, others, count, 3);
  const counts = memoryDoubles().subarray(base / 8, others / 8);
  for (let i = 0; i < count; i++)
    if (counts[i] !== poissonOf(uniforms[i]!, 3 * means[i]!)) expect.fail(`entry ${i} is ${counts[i]}`);
});
