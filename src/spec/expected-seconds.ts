import { type PlannedCohort } from "./cohorts.ts";
import type { Plan } from "./plan.ts";

/** What a sweep is expected to take on one core; at most, where chains may end early. */
export function expectedSeconds(plan: Plan): number {
  let sum = 0;
  for (let cell = 0; cell < plan.cells.length; cell++) sum += perGeneration(plan, cell);
  return sum * plan.replicates * plan.generations;
}

/** What one of its cohorts is, in the same unit. */
export function expectedCohortSeconds(plan: Plan, { cell, slice }: PlannedCohort): number {
  return perGeneration(plan, cell) * slice.count * plan.generations;
}

/** Cells of a plan that was not measured count the same. */
function perGeneration({ secondsOfCell }: Plan, cell: number): number {
  return secondsOfCell?.[cell] ?? 1;
}
