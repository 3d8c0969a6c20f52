import { expect, it } from "vitest";
import type { Prediction } from "../../../src/core/theory/prediction.ts";
import { trueScatter } from "../../../src/core/theory/kde-truth.ts";
import { predictions } from "../../../src/core/theory/registry.ts";
import { cellOf, expectMean, type Raw, run } from "../families/chains.ts";

const noise = 0.05 ** 2;

it("knows the moments of moons, circles and blobs in closed form", () => {
  // |y| has mean 2/π on the unit circle; the two moons' means lie 1 and 4/π - 1/2 apart.
  expect(trueScatter("moons").trace).toBeCloseTo(3 / 4 + 9 / 16 - 1 / Math.PI + 2 * noise, 8);
  expect(trueScatter("circles").trace).toBeCloseTo(5 / 8 + 2 * noise, 10);
  // E r⁴ = 17/32, and normal noise adds 8·E r²·v + 8v².
  expect(trueScatter("circles").fourth).toBeCloseTo(17 / 32 + 5 * noise + 8 * noise ** 2, 10);
  // Corners of length 5 and unit normals in the plane: 625 + 8·25 + 8.
  expect(trueScatter("blobs").fourth).toBeCloseTo(833, 9);
  expect(trueScatter("blobs").squareTrace).toBeCloseTo(2 * 13.5 ** 2, 9);
});

it("knows the variance of the spiral in closed form", () => {
  const [a, b] = [1.5 * Math.PI, 4.5 * Math.PI];
  const squares = (a * a + a * b + b * b) / 75;
  expect(trueScatter("swiss-roll").trace).toBeCloseTo(
    squares - 0.16 - (2 / (15 * Math.PI)) ** 2 + 2 * noise,
    8,
  );
});

it.each<[Raw, string]>([
  [{ samples: 5, data: "normal", bandwidth: 0.3 }, "replace"],
  [{ samples: 6, data: "blobs", bandwidth: 1 }, "replace"],
  [{ samples: 6, data: "moons", bandwidth: 0.2 }, "replace"],
  [{ samples: 4, data: "normal", bandwidth: 1 }, "accumulate"],
  [{ samples: 5, data: "blobs", bandwidth: 2 }, "accumulate"],
  [{ samples: 5, data: "swiss-roll", rule: "scott" }, "accumulate"],
])("knows the spread of chains: %j, %s", (raw, regime) => {
  const cell = cellOf("kde", { ...raw, test_points: 0 }, regime, 61);
  const rows = run(cell, 6, 20_000);
  for (const g of [1, 2, 3, 6]) {
    const { value, sd } = exactly(cell, g);
    const found = rows[g - 1]!.metrics["variance"]!;
    expectMean(found, value);
    expectMean(
      found.map((one) => (one - value) ** 2),
      sd! ** 2,
    );
  }
});

it("asks no more spread of subsamples than they have", () => {
  for (const data of ["normal", "blobs", "moons"]) {
    const cell = cellOf(
      "kde",
      { samples: 6, data, bandwidth: 0.5, test_points: 0 },
      "accumulate-subsample",
      62,
    );
    const rows = run(cell, 30, 10_000);
    for (const g of [1, 2, 4, 12, 30]) {
      const { value, leastSd } = exactly(cell, g);
      const squares = rows[g - 1]!.metrics["variance"]!.map((one) => (one - value) ** 2);
      const mean = squares.reduce((sum, one) => sum + one, 0) / squares.length;
      expect(Math.sqrt(mean) / leastSd!, `${data}, generation ${g}`).toBeGreaterThan(1);
      expect(Math.sqrt(mean) / leastSd!, `${data}, generation ${g}`).toBeLessThan(2);
    }
  }
});

function exactly(cell: ReturnType<typeof cellOf>, g: number): Prediction {
  const [found] = predictions(cell, "variance", g);
  expect(found?.kind).toBe("exact");
  return found!;
}
