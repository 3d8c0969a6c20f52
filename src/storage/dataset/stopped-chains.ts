import { finalStatuses, statuses } from "../../core/cohort.ts";
import type { Plan } from "../../spec/plan.ts";
import type { CohortFacts } from "./cohort-facts.ts";

/** Chains of a cell that the sweep stopped. */
export interface StoppedChains {
  /** The last generation of each replicate; 0 where it goes on. */
  readonly stoppedAt: Int32Array;
  /**
   * The last generation at which every chain is where it would be without a rule for its end: theory speaks of those.
   * One that was absorbed stays as it is with a rule or without.
   */
  readonly comparable: number;
}

const isFinal: readonly boolean[] = statuses.map((status) => finalStatuses.includes(status));

/** Which chains of a cell were stopped; undefined where none can be. */
export function stoppedChains(plan: Plan, cohorts: readonly CohortFacts[]): StoppedChains | undefined {
  if (plan.stop === undefined) return undefined;
  const stoppedAt = new Int32Array(plan.replicates);
  let comparable = Number.POSITIVE_INFINITY;
  for (const { first, outcomes } of cohorts)
    for (const [lane, generation] of outcomes.stoppedAt.entries()) {
      stoppedAt[first + lane] = generation;
      if (generation > 0 && !isFinal[outcomes.outcome[lane] ?? 0])
        comparable = Math.min(comparable, generation);
    }
  return { stoppedAt, comparable };
}
