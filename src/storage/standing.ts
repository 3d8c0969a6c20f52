import { cohortAt } from "../spec/cohorts.ts";
import { expectedCohortSeconds } from "../spec/expected-seconds.ts";
import type { Plan } from "../spec/plan.ts";
import { isFinished, newestCheckpoint } from "./checkpoints.ts";
import { cohortIdentity } from "./cohort-identity.ts";
import { readCohortFailure } from "./failures.ts";
import type { StoredProgress } from "./progress.ts";
import type { Store } from "./store.ts";

/** How far a cohort came. */
export interface Standing {
  readonly cohort: number;
  /** Whether nothing is left to do of it: it came to its end, or failed. */
  readonly ended: boolean;
  readonly done: StoredProgress;
  /** Chain-generations in all, and the seconds that they are expected to take on one core. */
  readonly all: number;
  readonly seconds: number;
}

/**
 * Looks up a cohort's newest checkpoint, or its failure.
 *
 * @throws {VersionError} when it was written by another numerics version
 * @throws {StoreError}
 */
export async function standingOf(store: Store, plan: Plan, cohort: number): Promise<Standing> {
  const planned = cohortAt(plan, cohort);
  const chains = planned.slice.count;
  const seconds = Number(expectedCohortSeconds(plan, planned).toPrecision(5));
  const standing = { cohort, all: chains * plan.generations, seconds };
  const identity = cohortIdentity(plan, cohort);
  const failure = await readCohortFailure(store, identity);
  if (failure) {
    const done = { chains: 0, failed: chains, generations: failure.generation * chains };
    return { ...standing, ended: true, done };
  }
  const newest = await newestCheckpoint(store, identity);
  const ended = newest !== undefined && isFinished(plan, newest);
  const generations = (newest?.generation ?? 0) * chains;
  return { ...standing, ended, done: { chains: ended ? chains : 0, failed: 0, generations } };
}
