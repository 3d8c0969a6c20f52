import { expect, it } from "vitest";
import { familyNamed } from "../../src/core/families/registry.ts";
import { openCohort } from "../../src/core/open.ts";
import { cohortSize } from "../../src/spec/cohort-size.ts";
import { parseSpec } from "../../src/spec/parse.ts";
import { planOf } from "../../src/spec/plan-of.ts";
import { cellOf, step } from "../core/families/chains.ts";

it("is at most 256 chains, the replicates, and what fits into memory", () => {
  expect(cohortSize(1000, 10)).toBe(256);
  expect(cohortSize(17, 10)).toBe(17);
  expect(cohortSize(1000, 2 ** 20)).toBe(8);
  expect(cohortSize(1000, 2 ** 40)).toBe(1);
});

it("shrinks for a cell with many symbols", () => {
  const plan = planOf(
    parseSpec(
      "{name: many, family: discrete, parameters: {samples: 100000, symbols: 100000}, regime: replace, generations: 9, replicates: 500}",
      "many.json",
    ),
  );
  expect(plan.cuts[0]?.[0]).toBe(13);
});

it.each([
  ["gaussian", { samples: 10, dimension: 30 }],
  ["linear-regression", { samples: 40, dimension: 30 }],
])("leaves room for the models that a %s draws old batches again from", (family, parameters) => {
  const cell = cellOf(family, parameters, "accumulate-subsample");
  const cohort = openCohort({ cell, first: 0, count: 2 });
  for (let g = 1; g <= 64; g++) step(cohort, family, 2);
  const perLane = Math.ceil(cohort.save().length / 2);
  const cut = cohortSize(2 ** 20, familyNamed(family).laneNumbers?.(cell.parameters) ?? 0, 2 ** 20);
  expect(cut * perLane).toBeLessThanOrEqual(2 ** 23 * 1.05); // a status and a size come on top
});
