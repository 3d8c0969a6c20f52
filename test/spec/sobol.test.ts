import { describe, expect, it } from "vitest";
import { sobolCoordinate, sobolDimensions } from "../../src/spec/sobol.ts";

// SciPy 1.17.1: qmc.Sobol(8, scramble=False), points 0 to 15; and, with bits=32, the point after fast_forward(12345).
const first = [
  [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
  [0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5],
  [0.75, 0.25, 0.25, 0.25, 0.75, 0.75, 0.25, 0.75],
  [0.25, 0.75, 0.75, 0.75, 0.25, 0.25, 0.75, 0.25],
  [0.375, 0.375, 0.625, 0.875, 0.375, 0.125, 0.375, 0.875],
  [0.875, 0.875, 0.125, 0.375, 0.875, 0.625, 0.875, 0.375],
  [0.625, 0.125, 0.875, 0.625, 0.625, 0.875, 0.125, 0.125],
  [0.125, 0.625, 0.375, 0.125, 0.125, 0.375, 0.625, 0.625],
  [0.1875, 0.3125, 0.9375, 0.4375, 0.5625, 0.3125, 0.4375, 0.9375],
  [0.6875, 0.8125, 0.4375, 0.9375, 0.0625, 0.8125, 0.9375, 0.4375],
  [0.9375, 0.0625, 0.6875, 0.1875, 0.3125, 0.5625, 0.1875, 0.1875],
  [0.4375, 0.5625, 0.1875, 0.6875, 0.8125, 0.0625, 0.6875, 0.6875],
  [0.3125, 0.1875, 0.3125, 0.5625, 0.9375, 0.4375, 0.0625, 0.0625],
  [0.8125, 0.6875, 0.8125, 0.0625, 0.4375, 0.9375, 0.5625, 0.5625],
  [0.5625, 0.4375, 0.0625, 0.8125, 0.1875, 0.6875, 0.3125, 0.8125],
  [0.0625, 0.9375, 0.5625, 0.3125, 0.6875, 0.1875, 0.8125, 0.3125],
];
const later = [
  0.64093017578125, 0.81341552734375, 0.16033935546875, 0.52679443359375, 0.88848876953125, 0.05889892578125,
  0.12725830078125, 0.11334228515625,
];

const half = 2 ** -33; // coordinates are the middles of intervals of width 2^-32

describe("the Sobol' sequence", () => {
  it("is SciPy's", () => {
    expect(sobolDimensions).toBe(8);
    for (const [index, point] of first.entries())
      expect(point.map((_, dimension) => sobolCoordinate(dimension, index, 0) - half)).toEqual(point);
    expect(later.map((_, dimension) => sobolCoordinate(dimension, 12345, 0) - half)).toEqual(later);
  });

  it("puts one of its first 2^k points in each interval of width 2^-k, shifted or not", () => {
    for (const shift of [0, 0x9e3779b9, 0xffffffff])
      for (let dimension = 0; dimension < sobolDimensions; dimension++)
        for (const count of [1, 8, 256, 4096]) {
          const cells = Array.from({ length: count }, (_, index) =>
            Math.floor(sobolCoordinate(dimension, index, shift) * count),
          );
          expect(new Set(cells).size).toBe(count);
        }
  });

  it("stays inside (0, 1)", () => {
    expect(sobolCoordinate(0, 0, 0)).toBeGreaterThan(0);
    expect(sobolCoordinate(0, 0, 0xffffffff)).toBeLessThan(1);
  });
});
