import type { Cell } from "../core/cell.ts";
import { cohortSize, laneNumbersOf } from "../spec/cohort-size.ts";
import { cutsOf, equalCuts, roundsOf, withCuts } from "../spec/cohorts.ts";
import { expectedSeconds } from "../spec/expected-seconds.ts";
import type { Plan } from "../spec/plan.ts";

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
 * @param costs what a generation of one chain of each cell takes, in seconds
 * @param cores that will work on it
 */
export function calibrated(plan: Plan, costs: readonly number[], cores: number): Plan {
  const measured = { ...plan, secondsOfCell: costs.map((cost) => Number(cost.toPrecision(2))) };
  const target = Math.max(shortestSeconds, expectedSeconds(measured) / cores / perCore);
  return withCuts(measured, (cell) => {
    const ends = cutsOf(plan, cell);
    const size = ends[0] ?? plan.replicates;
    const roomy = cohortSize(plan.replicates, laneNumbersOf(plan.cells[cell] as Cell), widest);
    const fitting = Math.min(roomy, Math.floor(target / ((costs[cell] as number) * plan.generations)));
    if (fitting === size) return ends;
    const cohorts = Math.ceil(plan.replicates / Math.max(1, fitting));
    return equalCuts(roundsOf(plan), Math.ceil(plan.replicates / cohorts));
  });
}
