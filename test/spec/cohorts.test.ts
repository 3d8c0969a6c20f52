import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ParameterError } from "../../src/core/errors.ts";
import {
  cohortAt,
  cohortCount,
  cohortOf,
  cutsOf,
  equalCuts,
  grownCuts,
  withCuts,
} from "../../src/spec/cohorts.ts";
import { sampleCell, samplePlan } from "../storage/samples.ts";

const cuts = fc.uniqueArray(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 6 });

describe("cohorts of a plan", () => {
  it("divide the replicates of every cell, are numbered without gaps and found again", () => {
    fc.assert(
      fc.property(fc.array(cuts, { minLength: 1, maxLength: 5 }), (each) => {
        const replicates = 301;
        const ends = each.map((list) => [...list, replicates].sort((a, b) => a - b));
        const cells = ends.map((_, index) => sampleCell(`cell ${index}`));
        const plan = withCuts(samplePlan({ cells, replicates }), (cell) => ends[cell] ?? []);
        let [cell, first] = [0, 0];
        for (let cohort = 0; cohort < cohortCount(plan); cohort++) {
          const at = cohortAt(plan, cohort);
          if (at.cell !== cell) {
            expect([first, at.cell]).toEqual([replicates, cell + 1]);
            [cell, first] = [at.cell, 0];
          }
          expect(at.slice.first).toBe(first);
          first += at.slice.count;
          expect(cohortOf(plan, at.slice.cell.id, at.slice.first, at.slice.count)).toBe(cohort);
          expect(cohortOf(plan, at.slice.cell.id, at.slice.first, at.slice.count + 1000)).toBeUndefined();
        }
        expect([cell, first]).toEqual([cells.length - 1, replicates]);
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it("are not found beyond the plan, nor in a cell it has not", () => {
    const plan = samplePlan();
    expect(() => cohortAt(plan, cohortCount(plan))).toThrow(ParameterError);
    expect(cohortOf(plan, "0".repeat(16), 0, 2)).toBeUndefined();
  });

  it("keep their cuts when replicates are added", () => {
    expect(equalCuts([600], 256)).toEqual([256, 512, 600]);
    expect(grownCuts([200], [600], 256)).toEqual([200, 456, 600]);
    expect(grownCuts([256, 400], [400], 10)).toEqual([256, 400]);
    expect(grownCuts([256, 512], [300], 256)).toEqual([256, 300]);
  });

  it("share lists of cuts that are equal", () => {
    const plan = withCuts(samplePlan(), (cell) => (cell === 1 ? [5] : [2, 5]));
    expect(plan.cuts).toEqual([[2, 5], [5]]);
    expect([0, 1, 2].map((cell) => cutsOf(plan, cell))).toEqual([[2, 5], [5], [2, 5]]);
    expect(withCuts(plan, () => [5])).not.toHaveProperty("cutOfCell");
  });
});

describe("cuts in rounds", () => {
  it("end with every round, and keep of others' cuts what fits the rounds", () => {
    expect(equalCuts([8, 16, 32, 64], 10)).toEqual([8, 16, 26, 32, 42, 52, 62, 64]);
    expect(grownCuts([4, 8, 16, 40], [8, 16, 32, 64], 256)).toEqual([4, 8, 16, 32, 64]);
    expect(grownCuts([10, 20], [8, 16], 256)).toEqual([8, 16]);
  });
});
