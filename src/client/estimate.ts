import type { Cell } from "../core/cell.ts";
import { familyNamed } from "../core/families/registry.ts";
import { openCohort } from "../core/open.ts";
import { advanceSegment } from "../core/segment.ts";
import { cohortCount } from "../spec/cohorts.ts";
import type { Plan } from "../spec/plan.ts";

/** What running a plan will cost, from a trial of a few of its cells. */
export interface Estimate {
  /** Kernel seconds on one core. */
  readonly computeSeconds: number;
  /** Cohort steps (`advance` calls), and Temporal history events in total. */
  readonly steps: number;
  readonly events: number;
}

/** Cells tried, and how long each is. */
const trials = 24;
const trialMs = 25;
const trialLanes = 16;

/** Events of a chain workflow that are not its steps, and those its shard spends on it. */
const eventsPerCohort = 20;
const eventsPerStep = 6;

/**
 * Runs evenly spaced cells of a plan for some milliseconds each and scales up.
 *
 * @param budgetSeconds what one `advance` call aims at
 */
export function estimate(plan: Plan, budgetSeconds: number): Estimate {
  const stride = Math.max(1, Math.ceil(plan.cells.length / trials));
  const tried = plan.cells.filter((_, index) => index % stride === 0);
  const perGeneration = tried.map((cell) => secondsPerGeneration(cell, plan.generations));
  const mean = perGeneration.reduce((sum, seconds) => sum + seconds, 0) / Math.max(1, tried.length);
  const computeSeconds = mean * plan.cells.length * plan.replicates * plan.generations;
  const cohorts = cohortCount(plan);
  const forced = plan.checkpointEvery === undefined ? 1 : Math.ceil(plan.generations / plan.checkpointEvery);
  const timed = Math.ceil(computeSeconds / Math.max(1, cohorts) / budgetSeconds);
  const steps = cohorts * Math.max(1, forced, timed);
  return { computeSeconds, steps, events: cohorts * eventsPerCohort + steps * eventsPerStep };
}

/** Of one chain of a cell, averaged over as many generations as the trial's time allows. */
function secondsPerGeneration(cell: Cell, generations: number): number {
  const cohort = openCohort({ cell, first: 0, count: trialLanes });
  const metrics = familyNamed(cell.family).metrics.length;
  const begin = performance.now();
  const segment = advanceSegment(
    cohort,
    trialLanes,
    metrics,
    Math.min(generations, 1000),
    () => performance.now() - begin < trialMs,
  );
  return (performance.now() - begin) / 1000 / trialLanes / (segment.to - segment.from + 1);
}
