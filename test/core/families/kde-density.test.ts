import { describe, expect, it } from "vitest";
import { KdeDensity } from "../../../src/core/families/kde-density.ts";

const noise = (seed: number): number => {
  const x = Math.sin(seed * 78.233) * 43758.5453;
  return 2 * (x - Math.floor(x)) - 1;
};

/** By the definition, with the largest exponent of all taken out. */
function naive(test: Float64Array, points: Float64Array, d: number, h: number): number {
  const at = (values: Float64Array, i: number): number[] => Array.from(values.subarray(i * d, (i + 1) * d));
  const logs = Array.from({ length: test.length / d }, (_, t) => {
    const exponents = Array.from({ length: points.length / d }, (_, i) => {
      const [x, y] = [at(test, t), at(points, i)];
      return -x.reduce((sum, value, k) => sum + (value - y[k]!) ** 2, 0) / (2 * h * h);
    });
    const top = Math.max(...exponents);
    const sum = exponents.reduce((total, exponent) => total + Math.exp(exponent - top), 0);
    return top + Math.log(sum / exponents.length) - (d / 2) * Math.log(2 * Math.PI * h * h);
  });
  return -logs.reduce((sum, value) => sum + value, 0) / logs.length;
}

describe.each([
  [1, 5, 0.5],
  [2, 8, 0.5],
  [2, 7, 0.003],
  [1, 1, 0.001],
  [2, 41, 0.05],
  [1, 40, 0.02],
] as const)("in %i dimensions, %i test points, h = %d", (d, tests, h) => {
  const test = Float64Array.from({ length: tests * d }, (_, i) => 2 * noise(i + 1));
  const far = Float64Array.from({ length: 20 * d }, (_, i) => 3 * noise(1000 + i) - 1);
  const near = Float64Array.from({ length: 30 * d }, (_, i) => 2 * noise(2000 + i));

  it("is the mean negative log density, however far the points are and in whatever order they come", () => {
    const density = new KdeDensity(test, d);
    density.add(far, h);
    expect(density.nll(h) / naive(test, far, d, h)).toBeCloseTo(1, 11);
    density.add(near, h);
    expect(density.nll(h) / naive(test, Float64Array.of(...far, ...near), d, h)).toBeCloseTo(1, 11);
    density.clear();
    density.add(near, h);
    density.add(far, h);
    expect(density.nll(h) / naive(test, Float64Array.of(...near, ...far), d, h)).toBeCloseTo(1, 11);
  });
});
