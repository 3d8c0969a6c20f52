import { expect, it } from "vitest";
import { normalTail, upperTail } from "../../../src/core/theory/saddle-point.ts";

// scipy.stats.norm.sf
it.each([
  [0, 0.5],
  [0.5, 0.3085375387259869],
  [1, 0.15865525393145707],
  [2.999, 0.0013543365337271057],
  [3, 0.0013498980316300957],
  [6, 9.865876450376981e-10],
  [20, 2.7536241186062337e-89],
  [-1, 0.8413447460685429],
])("the normal tail beyond %d is %d", (x, tail) => {
  expect(normalTail(x) / tail).toBeCloseTo(1, 10);
});

it("is exact for a normal law, also at its mean", () => {
  const law = {
    least: -1e6,
    cumulant: (t: number) => 2 * t + 4.5 * t * t,
    slope: (t: number) => 2 + 9 * t,
    curvature: () => 9,
  };
  for (const x of [-7, 0, 1.9999, 2, 2.0001, 5, 14])
    expect(upperTail(law, x)).toBeCloseTo(normalTail((x - 2) / 3), 9);
});

it("is near the tail of an exponential law", () => {
  const law = {
    least: -1e6,
    cumulant: (t: number) => -Math.log(1 - t),
    slope: (t: number) => (t < 1 ? 1 / (1 - t) : Number.POSITIVE_INFINITY),
    curvature: (t: number) => 1 / (1 - t) ** 2,
  };
  for (const x of [0.1, 0.5, 1, 2, 8]) expect(upperTail(law, x) / Math.exp(-x)).toBeCloseTo(1, 1);
  expect(upperTail(law, 1)).toBeCloseTo(Math.exp(-1), 2);
});
