import { expect, it } from "vitest";
import { predictions } from "../../../src/core/theory/registry.ts";
import { cellOf, deviation, type Raw, run } from "../families/chains.ts";

it.each<[Raw, string, Raw]>([
  [{ samples: 10, form: "symmetric", fit: "approximate" }, "replace", {}],
  [{ samples: 10, form: "symmetric", fit: "approximate" }, "window", { width: 3 }],
  [{ samples: 40, form: "symmetric", fit: "approximate", means: [-2, 2] }, "accumulate", {}],
  [{ samples: 40, means: [-3, 3] }, "replace", {}],
])("asks no more spread of chains than they have: %j %s", (raw, regime, regimeRaw) => {
  const cell = cellOf("gaussian-mixture", raw, regime, 501, regimeRaw);
  const rows = run(cell, 15, 1500);
  for (const g of [1, 2, 6, 15])
    for (const metric of ["second_moment", "mean", "variance", "squared_error_mean"]) {
      const [found] = predictions(cell, metric, g);
      if (!found) continue;
      const spread = deviation(rows[g - 1]!.metrics[metric]!) / found.leastSd!;
      expect(spread, `${metric}, generation ${g}`).toBeGreaterThan(1);
      expect(spread, `${metric}, generation ${g}`).toBeLessThan(2.5);
    }
});

it("knows the spread of a first second moment", () => {
  // Halves at ±1 with unit spread: kurtosis 10/4, so that a mean of n squares varies by 1.5/n.
  const cell = cellOf("gaussian-mixture", { samples: 10, form: "symmetric" }, "replace");
  expect(predictions(cell, "second_moment", 1)).toEqual([
    expect.objectContaining({
      leastSd: expect.closeTo(0.6 * Math.sqrt(0.15), 12),
      jump: expect.closeTo(0.45, 12),
    }),
  ]);
});
