import type { Plan } from "../../spec/plan.ts";
import type { PartEntry } from "../checkpoint.ts";
import { isFinished, newestCheckpoint } from "../checkpoints.ts";
import { cohortIdentity } from "../cohort-identity.ts";
import type { CohortCheckpoint } from "../newest-facts.ts";
import { type Outcomes, rowsBetween } from "../outcomes.ts";
import { addSums, type RowSums } from "../row-sums.ts";
import type { Store } from "../store.ts";

/** What the dataset says of a cohort, and where its rows are. */
export interface CohortFacts {
  /** Number in the plan. */
  readonly cohort: number;
  /** Index of its cell in the plan. */
  readonly cell: number;
  readonly cellId: string;
  readonly first: number;
  readonly count: number;
  /** Generations that are in the dataset, from 1. */
  readonly generation: number;
  /** Whether that is all of them. */
  readonly finished: boolean;
  readonly computeSeconds: number;
  readonly attempts: number;
  readonly packageVersion: string;
  readonly nodeVersion: string;
  readonly cpuModel?: string | undefined;
  readonly outcomes: Outcomes;
  /** Of all its rows. */
  readonly sums: RowSums;
  /** Its parts, by generation: without gap from 1 to `generation`. */
  parts(): Promise<readonly PartEntry[]>;
}

/** Facts of a cohort from its checkpoint. */
export function factsOf(plan: Plan, { identity, checkpoint }: CohortCheckpoint): CohortFacts {
  const { cohort, cell } = identity;
  const { cellId, first, count, generation, parts } = checkpoint;
  const { computeSeconds, attempts, packageVersion, nodeVersion, cpuModel, outcomes } = checkpoint;
  return {
    ...{ cohort, cell, cellId, first, count, generation },
    finished: isFinished(plan, checkpoint),
    ...{ computeSeconds, attempts, packageVersion, nodeVersion, cpuModel, outcomes },
    sums: addSums(parts.map(({ sums }) => sums)),
    parts: () => Promise.resolve(parts),
  };
}

/** The parts of a cohort that an earlier snapshot told of, from its newest checkpoint. */
export async function partsInStore(
  store: Store,
  plan: Plan,
  cohort: number,
  generation: number,
): Promise<readonly PartEntry[]> {
  const checkpoint = await newestCheckpoint(store, cohortIdentity(plan, cohort));
  return checkpoint?.parts.filter((part) => part.from <= generation) ?? [];
}

/** Rows of a cohort that are not in the dataset yet: generations `from` to `to`, both included. */
export interface NewRows {
  readonly facts: CohortFacts;
  readonly from: number;
  readonly to: number;
}

/** Rows of a cohort. */
export function allRows(facts: CohortFacts): number {
  return rowCount({ facts, from: 1, to: facts.generation });
}

/** How many they are. */
export function rowCount({ facts, from, to }: NewRows): number {
  return rowsBetween(facts.outcomes, from, to);
}
