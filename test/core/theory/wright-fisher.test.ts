import { expect, it } from "vitest";
import { binomialLaw, survivors } from "../../../src/core/theory/wright-fisher.ts";

it.each([
  [100, 0.01, { 1: 0.633968, 2: 0.470947, 5: 0.271007, 10: 0.161389, 20: 0.090869, 50: 0.041122 }],
  [100, 0.2, { 10: 0.977379, 20: 0.870947, 50: 0.594563 }],
  [10, 0.5, { 1: 0.999023, 5: 0.887038, 10: 0.732551, 20: 0.581167, 50: 0.503441 }],
])("is the matrix power: n = %i, p = %d", (n, p, expected) => {
  for (const [k, value] of Object.entries(expected))
    expect(survivors(binomialLaw(n, p), Number(k)).left).toBeCloseTo(value, 6);
});

it("tells what is left from what is alone", () => {
  const expected = { 1: 0.998047, 5: 0.774075, 10: 0.465103, 20: 0.162334, 50: 0.006882 };
  for (const [k, value] of Object.entries(expected)) {
    const { left, fixed } = survivors(binomialLaw(10, 0.5), Number(k));
    expect(left - fixed).toBeCloseTo(value, 6);
  }
});

it("has the binomial law, also where (1 - p)^n underflows", () => {
  expect(Array.from(binomialLaw(2, 0.5))).toEqual([0.25, 0.5, 0.25]);
  expect(binomialLaw(200, 0.995)[200]).toBeCloseTo(0.995 ** 200, 12);
  expect(Array.from(binomialLaw(3, 0))).toEqual([1, 0, 0, 0]);
  expect(Array.from(binomialLaw(3, 1))).toEqual([0, 0, 0, 1]);
});
