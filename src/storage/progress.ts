import { cohortAt, cohortOf } from "../spec/cohorts.ts";
import type { Plan } from "../spec/plan.ts";
import { readManifest } from "./dataset/manifest.ts";
import { listCohortFailures } from "./failures.ts";
import { allPartsFolder, parsePartKey } from "./layout.ts";
import type { Store } from "./store.ts";

/** How far a sweep is, as far as that can be told without opening checkpoints. */
export interface StoredProgress {
  readonly chains: number;
  readonly failed: number;
  readonly generations: number;
}

/**
 * Counts chains and chain-generations that are written, by the names of parts: none is opened. A part that is being
 * committed this moment counts already. Chains that ended before their last generation count once a snapshot of the
 * dataset has them.
 *
 * @throws {CorruptionError} when the newest manifest cannot be read
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
  const snapshot = await readManifest(store, plan.sweepId);
  const published = snapshot?.revision === plan.revision ? snapshot.chainsComplete : 0;
  return { chains: Math.max(chains, published), failed, generations };
}
