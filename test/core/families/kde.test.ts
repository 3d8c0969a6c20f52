import { describe, expect, it } from "vitest";
import { ParameterError } from "../../../src/core/errors.ts";
import { kdeData, trueObservations } from "../../../src/core/families/kde-data.ts";
import { KdeDensity } from "../../../src/core/families/kde-density.ts";
import { bandwidthOf, kdeLaw } from "../../../src/core/families/kde-law.ts";
import { familyNamed } from "../../../src/core/families/registry.ts";
import { openCohort } from "../../../src/core/open.ts";
import { trueScatter } from "../../../src/core/theory/kde-truth.ts";
import { agreesWithTheory } from "./agreement.ts";
import { cellOf, expectMean, mean, run } from "./chains.ts";
import { obeysFamilyLaws } from "./laws.ts";

describe("laws", () => {
  obeysFamilyLaws("kde", [
    { parameters: { samples: 10, bandwidth: 0.5 }, regime: "replace" },
    { parameters: { samples: 10, data: "moons", bandwidth: 0.1 }, regime: "accumulate" },
    { parameters: { samples: 10, bandwidth: 0.001, test_points: 21 }, regime: "accumulate" },
    { parameters: { samples: 10, data: "swiss-roll", rule: "scott" }, regime: "accumulate-subsample" },
    { parameters: { samples: 5, data: "blobs", rule: "silverman" }, regime: "accumulate" },
    { parameters: { samples: 5, data: "circles", test_points: 0 }, regime: "replace" },
  ]);
});

it.each([
  ["replace", 10, 20, 2.06764],
  ["accumulate", 10, 20, 1.47297],
  ["replace", 32, 12, 2.96768],
  ["accumulate", 32, 12, 1.47076],
] as const)("widens by its kernel: %s, n = %d [oracle 39]", (regime, samples, g, expected) => {
  const cell = cellOf("kde", { samples, bandwidth: 0.5, test_points: 0 }, regime, 39);
  const rows = run(cell, g, samples === 10 ? 10_000 : 4000);
  expectMean(rows.at(-1)!.metrics["variance"]!, expected);
});

it.each([
  [{ samples: 10, bandwidth: 0.5 }, "replace"],
  [{ samples: 8, bandwidth: 0.7 }, "accumulate-subsample"],
  [{ samples: 8, data: "blobs", rule: "scott", bandwidth: 4 }, "accumulate"],
  [{ samples: 8, data: "circles", rule: "silverman" }, "accumulate-subsample"],
  [{ samples: 8, data: "moons", bandwidth: 0.2 }, "replace"],
  [{ samples: 8, data: "swiss-roll", bandwidth: 1 }, "accumulate"],
] as const)("agrees with theory: %j %s", (raw, regime) => {
  expect(agreesWithTheory("kde", { ...raw, test_points: 0 }, regime)).toBe(3);
});

it("draws real data with the variance that theory starts from, and spirals", () => {
  const lanes = { key: [1, 2], first: 0, count: 1 } as const;
  for (const data of kdeData) {
    const d = data === "normal" ? 1 : 2;
    const points = new Float64Array(40_000 * d);
    trueObservations(points, lanes, { generation: 1, draw: 0, part: 0 }, 40_000, data);
    const known = trueScatter(data).trace / d;
    const coordinates = Array.from({ length: d }, (_, k) => points.filter((_x, i) => i % d === k));
    const variances = coordinates.map((values) => {
      const centre = mean(values);
      return mean(values.map((x) => (x - centre) ** 2));
    });
    // The fourth moment is at most 3 times the square of the variance.
    expect(Math.abs(mean(variances) / known - 1)).toBeLessThan((4 * Math.SQRT2) / 200);
    if (data !== "swiss-roll") continue;
    for (let i = 0; i < points.length; i += 2) {
      const t = 5 * Math.hypot(points[i]!, points[i + 1]!);
      const turns = (t - Math.atan2(points[i + 1]!, points[i]!)) / (2 * Math.PI);
      // Noise of 0.05, five deviations of it, moves t/5 by 0.25 at most and the angle by that over the radius.
      expect(Math.abs(turns - Math.round(turns))).toBeLessThan((1.25 + 0.25 / 0.69) / (2 * Math.PI));
    }
  }
});

it("sums kernels as the definition of the density does, however far the test point", () => {
  const test = Float64Array.of(0.3, -1, 2, 500);
  const points = Float64Array.of(0, 0.1, 1, 1, -2, 0.5, 2, 3);
  const h = 0.4;
  const density = new KdeDensity(test, 2);
  density.add(points.subarray(0, 2), h);
  density.add(points.subarray(2), h);
  const logDensity = (x: number, y: number): number => {
    const exponents = [0, 2, 4, 6].map(
      (i) => -((x - points[i]!) ** 2 + (y - points[i + 1]!) ** 2) / (2 * h * h),
    );
    const top = Math.max(...exponents);
    const sum = exponents.reduce((total, e) => total + Math.exp(e - top), 0);
    return top + Math.log(sum / (4 * 2 * Math.PI * h * h));
  };
  const expected = -(logDensity(0.3, -1) + logDensity(2, 500)) / 2;
  expect(density.nll(h) / expected).toBeCloseTo(1, 12);
});

it("has the bandwidths of scikit-learn's rules", () => {
  const law = (raw: object) => kdeLaw(familyNamed("kde").parse({ samples: 10, ...raw }));
  expect(bandwidthOf(law({ rule: "scott" }), 100)).toBeCloseTo(100 ** (-1 / 5), 12);
  expect(bandwidthOf(law({ rule: "silverman", data: "moons" }), 100)).toBeCloseTo(100 ** (-1 / 6), 12);
  expect(bandwidthOf(law({ rule: "silverman" }), 100)).toBeCloseTo(75 ** (-1 / 5), 12);
  expect(bandwidthOf(law({ bandwidth: 0.3 }), 100)).toBe(0.3);
});

it("fits real data worse at each generation under replacement", () => {
  const rows = run(cellOf("kde", { samples: 50, data: "moons", bandwidth: 0.2 }, "replace", 4), 10, 100);
  const nll = rows.map(({ metrics }) => mean(metrics["nll"]!));
  expect(nll[4]).toBeGreaterThan(nll[0]!);
  expect(nll[9]).toBeGreaterThan(nll[4]!);
});

it("draws from the subsample that the fit before saw", () => {
  // Two real observations x and y, a kernel too narrow to tell copies apart, and pairs out of 4, then of 6, copies.
  // A pair of equals at the second fit makes the next batch equal to it: of 2 x + 2 y (which gives 2/5 of such pairs)
  // come 4 + 2, of 3 + 1 come 5 + 1, with 7 and 10 of 15 pairs equal.
  const cell = cellOf("kde", { samples: 2, bandwidth: 1e-6, test_points: 0 }, "accumulate-subsample", 7);
  const [, second, third] = run(cell, 3, 10_000).map(({ metrics }) => metrics["variance"]!.map(isCopies));
  const after = third!.filter((_, lane) => second![lane] === 1);
  expectMean(after, 0.4 * (7 / 15) + 0.6 * (10 / 15));
});

function isCopies(variance: number): number {
  return variance < 1e-9 ? 1 : 0;
}

it("refuses a regime that it cannot follow", () => {
  const cell = cellOf("kde", { samples: 10 }, "replace-multiple");
  expect(() => openCohort({ cell, first: 0, count: 1 })).toThrow(ParameterError);
});
