import { cohortCount } from "../spec/cohorts.ts";
import { expectedSeconds } from "../spec/expected-seconds.ts";
import type { Plan } from "../spec/plan.ts";

/** What running a plan will cost. */
export interface Estimate {
  /** Kernel seconds on one core. */
  readonly computeSeconds: number;
  /** Seconds of one core that workers and server spend on steps beside their kernels. */
  readonly stepSeconds: number;
  /** Cohort steps (`advance` calls), and Temporal history events in total. */
  readonly steps: number;
  readonly events: number;
}

/** Events of a chain workflow that are not its steps, and those its shard spends on it: for cohorts of several steps. */
const eventsPerChain = 20;
const eventsPerStep = 6;
/** Starting, committing and reporting a step, in worker and server together: what thousands of tiny cells are made of. */
const secondsPerStep = 0.03;

/**
 * What a plan will cost whose cells were measured.
 *
 * @param budgetSeconds what one `advance` call aims at
 */
export function estimate(plan: Plan, budgetSeconds: number): Estimate {
  const computeSeconds = expectedSeconds(plan);
  const cohorts = cohortCount(plan);
  const forced = plan.checkpointEvery === undefined ? 1 : Math.ceil(plan.generations / plan.checkpointEvery);
  const timed = Math.ceil(computeSeconds / Math.max(1, cohorts) / budgetSeconds);
  const steps = cohorts * Math.max(1, forced, timed);
  const chains = steps > cohorts ? cohorts : 0;
  const events = chains * eventsPerChain + steps * eventsPerStep;
  return { computeSeconds, stepSeconds: steps * secondsPerStep, steps, events };
}
