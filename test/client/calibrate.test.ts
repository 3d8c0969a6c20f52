import { describe, expect, it } from "vitest";
import { calibrated } from "../../src/client/calibrate.ts";
import { cohortCount, cutsOf } from "../../src/spec/cohorts.ts";
import { samplePlan } from "../storage/samples.ts";

const cells = samplePlan().cells.map((cell) => ({ ...cell, family: "gaussian" }));
const plan = samplePlan({ cells, generations: 100, replicates: 400, cuts: [[256, 400]] });

describe("cutting by cost", () => {
  it("makes cheap cells as wide as memory allows, and never wider than 1,024 chains", () => {
    const cheap = [1e-6, 1e-6, 1e-6];
    expect(calibrated(plan, cheap, 16).cuts).toEqual([[400]]);
    const large = samplePlan({ cells, generations: 100, replicates: 2500, cuts: [[256, 2500]] });
    expect(calibrated(large, cheap, 16).cuts).toEqual([[834, 1668, 2500]]);
  });

  it("leaves cells alone that fill a core for a second", () => {
    const fitting = [1 / 256 / 100, 1 / 256 / 100, 1 / 256 / 100];
    expect(calibrated(plan, fitting, 16).cuts).toEqual(plan.cuts);
  });

  it("gives every core several cohorts of an expensive sweep, and no chain twice", () => {
    const cut = calibrated(plan, [1, 1, 1], 16);
    expect(cohortCount(cut)).toBeGreaterThanOrEqual(8 * 16);
    for (const cell of [0, 1, 2]) expect(cutsOf(cut, cell).at(-1)).toBe(400);
  });

  it("cuts the expensive cells and not the cheap ones", () => {
    const cut = calibrated(plan, [1e-6, 1e-6, 10], 2);
    expect(cutsOf(cut, 0)).toEqual([400]);
    expect(cutsOf(cut, 2).length).toBeGreaterThanOrEqual(16);
  });

  it("goes down to single chains and not below", () => {
    const few = samplePlan({ replicates: 3, cells: plan.cells.slice(0, 1), cuts: [[3]] });
    expect(cutsOf(calibrated(few, [100], 64), 0)).toEqual([1, 2, 3]);
  });
});
