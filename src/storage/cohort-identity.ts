import type { CohortSlice } from "../core/cell.ts";
import { whole } from "../core/check.ts";
import type { Plan } from "../spec/plan.ts";

/** Which cohort this is: what a checkpoint must say to belong to it. */
export interface CohortIdentity {
  readonly sweepId: string;
  readonly specDigest: string;
  /** Number in the plan. */
  readonly cohort: number;
  /** Index of its cell in the plan. */
  readonly cell: number;
  readonly slice: CohortSlice;
}

/**
 * Cohort number `cohort` of a plan; the last one of a cell may be smaller than the others.
 *
 * @throws {ParameterError} when the plan has no such cohort
 */
export function cohortIdentity(plan: Plan, cohort: number): CohortIdentity {
  whole(cohort, "cohort", 0, cohortsIn(plan) - 1);
  const perCell = cohortsIn(plan) / plan.cells.length;
  const index = Math.floor(cohort / perCell);
  const first = (cohort % perCell) * plan.cohortSize;
  const cell = plan.cells[index];
  if (cell === undefined) throw new RangeError(`plan ${plan.sweepId} has no cell ${index}`);
  const slice = { cell, first, count: Math.min(plan.cohortSize, plan.replicates - first) };
  return { sweepId: plan.sweepId, specDigest: plan.specDigest, cohort, cell: index, slice };
}

/** Cohorts of a plan: every cell has as many. */
export function cohortsIn(plan: Plan): number {
  return plan.cells.length * Math.ceil(plan.replicates / plan.cohortSize);
}
