import { expect, it } from "vitest";
import { predictions } from "../../../src/core/theory/registry.ts";
import { agreesWithTheory } from "../families/agreement.ts";
import { cellOf } from "../families/chains.ts";

it("has the limits that simulations of Construction 1 came near", () => {
  const cell = cellOf("construction-1", { samples: 1e6 }, "accumulate");
  // Simulated: 0.69 for n = 20 … 400, and 0.240, 0.240, 0.237 for n = 50, 100 and 400.
  expect(1e6 * predictions(cell, "alpha", 1)[1]!.value).toBeCloseTo(0.69, 2);
  expect(predictions(cell, "collapsed", 2)[0]!.value).toBeCloseTo(0.24, 2);
});

it.each([50, 100, 400])("agrees with chains of Construction 1 with %d observations", (samples) => {
  const made = agreesWithTheory("construction-1", { samples }, "accumulate", {
    chains: 20_000,
    generations: [1, 2],
  });
  // A bound and a limit each for α and total variation, and the share collapsed.
  expect(made).toBe(5);
});

it("gives no limit where n is small, and none past the second fit", () => {
  const cell = cellOf("construction-1", { samples: 49 }, "accumulate");
  expect(predictions(cell, "alpha", 1).map(({ kind }) => kind)).toEqual(["lower"]);
  expect(predictions(cell, "collapsed", 2)).toEqual([]);
  expect(predictions(cellOf("construction-1", { samples: 50 }, "accumulate"), "collapsed", 3)).toEqual([]);
});
