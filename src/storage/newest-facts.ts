import { CorruptionError } from "../core/errors.ts";
import { cohortOf } from "../spec/cohorts.ts";
import type { Plan } from "../spec/plan.ts";
import { checkParts, newestCheckpoint, type SetAside } from "./checkpoints.ts";
import { type CohortIdentity, cohortIdentity } from "./cohort-identity.ts";
import { checkpointFolder, checkpointsFolder, parseCheckpointKey } from "./layout.ts";
import { lookedUp } from "./lookups.ts";
import type { CommittedFacts, OwnCommits } from "./own-commits.ts";
import type { Store } from "./store.ts";

/** A cohort of a plan and what its newest valid checkpoint says. */
export interface CohortCheckpoint {
  readonly identity: CohortIdentity;
  readonly checkpoint: CommittedFacts;
}

/**
 * What the newest checkpoint of a cohort says: one that this process wrote, and that lies there as it was left, is not
 * read again; its parts are looked for all the same.
 *
 * @throws as {@link newestCheckpoint} does
 */
export async function newestFacts(
  store: Store,
  identity: CohortIdentity,
  own: OwnCommits | undefined,
  onSetAside?: (notice: SetAside) => void,
): Promise<CommittedFacts | undefined> {
  if (own) {
    const entries = await store.list(checkpointFolder(identity));
    const newest = entries.findLast(({ key }) => parseCheckpointKey(key));
    const facts = newest && own.find(store, newest);
    if (facts && (await hasParts(store, identity, facts))) return facts;
  }
  return await newestCheckpoint(store, identity, onSetAside);
}

/**
 * The same of every cohort of the plan that has a checkpoint, by cohort.
 *
 * @throws as {@link newestCheckpoint} does
 */
export async function* newestOfAll(
  store: Store,
  plan: Plan,
  own?: OwnCommits,
  onSetAside?: (notice: SetAside) => void,
): AsyncGenerator<CohortCheckpoint> {
  const cohorts = new Set<number>();
  for (const { key } of await store.list(checkpointsFolder(plan.sweepId))) {
    const at = parseCheckpointKey(key);
    const cohort = at && cohortOf(plan, at.cellId, at.first, at.count);
    if (cohort !== undefined) cohorts.add(cohort);
  }
  const ordered = [...cohorts].sort((a, b) => a - b);
  const look = async (cohort: number): Promise<CohortCheckpoint[]> => {
    const identity = cohortIdentity(plan, cohort);
    const checkpoint = await newestFacts(store, identity, own, onSetAside);
    return checkpoint ? [{ identity, checkpoint }] : [];
  };
  for await (const some of lookedUp(ordered, look)) yield* some.flat();
}

async function hasParts(store: Store, identity: CohortIdentity, facts: CommittedFacts): Promise<boolean> {
  try {
    await checkParts(store, identity, facts);
    return true;
  } catch (error) {
    if (error instanceof CorruptionError) return false;
    throw error;
  }
}
