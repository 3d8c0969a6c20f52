import type { Cell } from "../core/cell.ts";
import { cohortSize, laneNumbersOf } from "../spec/cohort-size.ts";
import { cutsOf, equalCuts, roundsOf, withCuts } from "../spec/cohorts.ts";
import { generationCount } from "../core/extent.ts";
import type { Plan } from "../spec/plan.ts";
import type { Costs } from "./costs.ts";

/** Cohorts that each core gets on average, at least: the last one under way is then a small share of the sweep. */
const perCore = 8;

/** A cohort is not made shorter than this: starting its workflow costs some tens of milliseconds. */
const shortestSeconds = 1;

/** Nor wider, however cheap: a step's rows are held in memory. */
const widest = 1024;

/**
 * Cuts replicates so that every core is busy to the end: where the cohorts of a plan would be few and long they are
 * made narrower, down to a single chain; where they would be many and short, wider. Numbers do not depend on it.
 *
 * @param cores that will work on it
 */
export function calibrated(plan: Plan, costs: Costs, cores: number): Plan {
  const total = costs.mean * generationCount(plan);
  const target = Math.max(shortestSeconds, total / cores / perCore);
  return withCuts(plan, (cell) => {
    const ends = cutsOf(plan, cell);
    const size = ends[0] ?? plan.replicates;
    const roomy = cohortSize(plan.replicates, laneNumbersOf(plan.cells[cell] as Cell), widest);
    const fitting = Math.min(roomy, Math.floor(target / (costs.of(cell) * plan.generations)));
    if (fitting === size) return ends;
    const cohorts = Math.ceil(plan.replicates / Math.max(1, fitting));
    return equalCuts(roundsOf(plan), Math.ceil(plan.replicates / cohorts));
  });
}
