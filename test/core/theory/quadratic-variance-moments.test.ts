import { expect, it } from "vitest";
import { predictions } from "../../../src/core/theory/registry.ts";
import { cellOf, expectMean, type Raw, run } from "../families/chains.ts";

it.each([
  ["bernoulli", { samples: 12, p: 0.2 }],
  ["poisson", { samples: 6, mean: 2 }],
  ["exponential", { samples: 60, mean: 3 }],
  ["geometric", { samples: 60, p: 0.4 }],
] as const)("the squared error of %s %j varies as its fourth moment has it", (family, raw) => {
  for (const regime of ["replace", "accumulate", "replace-multiple"]) {
    const cell = cellOf(family, raw as Raw, regime, 8);
    const rows = run(cell, 4, 40_000);
    for (const generation of [1, 2, 4]) {
      const [prediction] = predictions(cell, "squared_error", generation);
      const { value, sd } = prediction!;
      const about = rows[generation - 1]!.metrics["squared_error"]!.map((error) => (error - value) ** 2);
      expect(sd).toBeDefined();
      expectMean(about, sd! * sd!);
    }
  }
});

it("is exact for a coin that is thrown once", () => {
  // x is 0.6 or -0.4, and x² is 0.36 with probability 0.4, else 0.16.
  const [found] = predictions(cellOf("bernoulli", { samples: 1, p: 0.4 }, "replace"), "squared_error", 1);
  expect(found!.value).toBeCloseTo(0.24, 12);
  expect(found!.sd).toBeCloseTo(0.2 * Math.sqrt(0.24), 12);
});
