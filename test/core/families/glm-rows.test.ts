import { describe, expect, it } from "vitest";
import { GlmRows } from "../../../src/core/families/glm-rows.ts";
import { logit } from "../../../src/core/families/logistic-regression.ts";
import { logLink } from "../../../src/core/families/poisson-regression.ts";

/** Numbers without a pattern that sums could hide in. */
const noise = (seed: number): number => {
  const x = Math.sin(seed * 12.9898) * 43758.5453;
  return 2 * (x - Math.floor(x)) - 1;
};

describe.each([
  [1, 1],
  [7, 2],
  [40, 3],
  [1029, 6],
])("%i rows of %i columns", (n, p) => {
  const design = Array.from({ length: p }, (_, j) =>
    Float64Array.from({ length: n }, (_, i) => noise(i * p + j + 1)),
  );
  const beta = Float64Array.from({ length: p }, (_, j) => 2 * noise(1e6 + j));
  const etas = Array.from({ length: n }, (_, i) =>
    design.reduce((sum, column, j) => sum + column[i]! * beta[j]!, 0),
  );
  const rows = new GlmRows(n, p);

  it.each([
    ["logit", logit, (eta: number) => 1 / (1 + Math.exp(-eta)), (mean: number) => mean * (1 - mean)],
    ["log", logLink, (eta: number) => Math.exp(eta), (mean: number) => mean],
  ] as const)(
    "has the moments, sums and information of the definitions: %s",
    (_, link, meanOf, varianceOf) => {
      rows.open(design);
      rows.predict(beta, link);
      const means = etas.map(meanOf);
      etas.forEach((eta, i) => {
        expect(rows.eta[i]).toBeCloseTo(eta, 12);
        expect(rows.mean[i]! / means[i]!).toBeCloseTo(1, 12);
        expect(rows.variance[i]! / varianceOf(means[i]!)).toBeCloseTo(1, 12);
      });
      const information = new Float64Array((p * (p + 1)) / 2);
      rows.information(information);
      for (let a = 0, at = 0; a < p; a++)
        for (let b = 0; b <= a; b++, at++) {
          const entry = means.reduce(
            (sum, mean, i) => sum + varianceOf(mean) * design[a]![i]! * design[b]![i]!,
            0,
          );
          expect(information[at]).toBeCloseTo(entry, 9);
        }
      const expected = new Float64Array(p);
      rows.expected(expected);
      expected.forEach((sum, j) =>
        expect(sum).toBeCloseTo(
          means.reduce((total, mean, i) => total + mean * design[j]![i]!, 0),
          9,
        ),
      );
    },
  );
});

it("keeps tails apart from 0 and from 1", () => {
  const rows = new GlmRows(4, 1);
  rows.open([Float64Array.of(-700, -40, 40, 700)]);
  rows.predict(Float64Array.of(1), logit);
  const [least = 0, small = 0, nearOne = 0, one = 0] = rows.mean;
  expect(least).toBeGreaterThan(0);
  expect(small / Math.exp(-40)).toBeCloseTo(1, 12);
  expect([nearOne, one]).toEqual([1, 1]);
  expect(rows.variance[2]! / Math.exp(-40)).toBeCloseTo(1, 12);
});
