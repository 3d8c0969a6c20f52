import { expect, it } from "vitest";
import { cohortSize } from "../../src/spec/cohort-size.ts";
import { parseSpec } from "../../src/spec/parse.ts";
import { planOf } from "../../src/spec/plan-of.ts";

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
