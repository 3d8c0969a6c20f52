import { cohortAt, type PlannedCohort } from "../spec/cohorts.ts";
import type { Plan } from "../spec/plan.ts";

/** Which cohort of which sweep this is: where its files lie and what a checkpoint must say to belong to it. */
export interface CohortIdentity extends PlannedCohort {
  readonly sweepId: string;
}

/**
 * Cohort number `cohort` of a plan.
 *
 * @throws {ParameterError} when the plan has no such cohort
 */
export function cohortIdentity(plan: Plan, cohort: number): CohortIdentity {
  return { sweepId: plan.sweepId, ...cohortAt(plan, cohort) };
}
