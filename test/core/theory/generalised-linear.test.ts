import { expect, it } from "vitest";
import { predictions } from "../../../src/core/theory/registry.ts";
import { cellOf, deviation, type Raw, run } from "../families/chains.ts";

it.each<[string, Raw]>([
  ["logistic-regression", { samples: 1000, dimension: 2 }],
  ["poisson-regression", { samples: 500, dimension: 1, signal: 0.5 }],
])("asks no more spread of errors than they have: %s %j", (family, raw) => {
  for (const regime of ["replace", "accumulate"]) {
    const cell = cellOf(family, raw, regime, 511);
    const rows = run(cell, 4, 400);
    for (const g of [1, 4])
      for (const metric of ["squared_error", "excess_log_loss"]) {
        const [found] = predictions(cell, metric, g);
        const spread = deviation(rows[g - 1]!.metrics[metric]!) / found!.leastSd!;
        // A sample's spread is off by a tenth or so: squares of 400 such errors have a kurtosis of 9 at most.
        expect(spread, `${regime}, ${metric}, generation ${g}`).toBeGreaterThan(0.9);
        expect(spread, `${regime}, ${metric}, generation ${g}`).toBeLessThan(2.5);
      }
  }
});
