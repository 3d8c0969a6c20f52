import { cohortAt, cohortOf } from "../spec/cohorts.ts";
import type { Plan } from "../spec/plan.ts";
import { listCohortFailures } from "./failures.ts";
import { allPartsFolder, parsePartKey } from "./layout.ts";
import type { Store } from "./store.ts";

/** How far a sweep is as the names of its parts tell: nothing is opened. */
export interface StoredProgress {
  readonly chains: number;
  readonly failed: number;
  readonly generations: number;
}

/**
 * Counts chains and chain-generations that are written, by listing names. A part that is being committed this moment
 * counts already.
 *
 * @throws {StoreError}
 */
export async function storedProgress(store: Store, plan: Plan): Promise<StoredProgress> {
  const reached = new Map<number, number>();
  for (const { key } of await store.list(allPartsFolder(plan.sweepId))) {
    const at = parsePartKey(key);
    const cohort = at && cohortOf(plan, at.cellId, at.first, at.count);
    if (at && cohort !== undefined) reached.set(cohort, Math.max(at.to, reached.get(cohort) ?? 0));
  }
  let [chains, failed, generations] = [0, 0, 0];
  for (const [cohort, generation] of reached) {
    const { count } = cohortAt(plan, cohort).slice;
    generations += generation * count;
    if (generation >= plan.generations) chains += count;
  }
  for (const { cohort } of await listCohortFailures(store, plan))
    if ((reached.get(cohort) ?? 0) < plan.generations) failed += cohortAt(plan, cohort).slice.count;
  return { chains, failed, generations };
}
