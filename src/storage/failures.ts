import { CorruptionError } from "../core/errors.ts";
import { cohortOf } from "../spec/cohorts.ts";
import type { Plan } from "../spec/plan.ts";
import type { CohortIdentity } from "./cohort-identity.ts";
import { failureKey, failuresFolder } from "./layout.ts";
import { sealed, unsealed } from "./sealed-json.ts";
import type { Store } from "./store.ts";

/** Why a cohort was given up. */
export interface FailureReason {
  /** Class of the error. */
  readonly type: string;
  readonly message: string;
  readonly attempts: number;
  /** Generations that were committed before. */
  readonly generation: number;
}

/** A cohort of a plan that was given up. */
export interface CohortFailure extends FailureReason {
  readonly cohort: number;
}

/** As it stands in the store: a cohort by what names it whatever the plan. */
export interface FailureRecord extends FailureReason {
  readonly cellId: string;
  readonly first: number;
  readonly count: number;
}

/** Records that a cohort was given up; replaces what was recorded of it. @throws {StoreError} */
export async function recordCohortFailure(
  store: Store,
  identity: CohortIdentity,
  reason: FailureReason,
): Promise<void> {
  const { cell, first, count } = identity.slice;
  const record: FailureRecord = { cellId: cell.id, first, count, ...reason };
  await store.write(failureKey(identity), sealed(record));
}

/** Why a cohort was given up; undefined where it was not. @throws {StoreError} */
export async function readCohortFailure(
  store: Store,
  identity: CohortIdentity,
): Promise<FailureReason | undefined> {
  const key = failureKey(identity);
  const bytes = await store.read(key);
  return bytes && decodeFailure(bytes, key);
}

/** Forgets a cohort's failure, for another try. @throws {StoreError} */
export async function clearCohortFailure(store: Store, identity: CohortIdentity): Promise<void> {
  await store.remove(failureKey(identity));
}

/**
 * All recorded failures of a plan's cohorts, by cohort. One that was tried again and finished may still be among them.
 *
 * @throws {CorruptionError} when a record cannot be read
 * @throws {StoreError}
 */
export async function listCohortFailures(store: Store, plan: Plan): Promise<CohortFailure[]> {
  const failures: CohortFailure[] = [];
  for (const { key } of await store.list(failuresFolder(plan.sweepId))) {
    const bytes = await store.read(key);
    if (bytes === undefined) continue;
    const { cellId, first, count, ...reason } = decodeFailure(bytes, key);
    const cohort = cohortOf(plan, cellId, first, count);
    if (cohort !== undefined) failures.push({ cohort, ...reason });
  }
  return failures.sort((a, b) => a.cohort - b.cohort);
}

/**
 * Reads a failure record.
 *
 * @throws {CorruptionError} when it is none
 */
export function decodeFailure(bytes: Uint8Array, key: string): FailureRecord {
  const remedy = "Remove it (`ouro fsck` with --repair does) and run the same command again.";
  const record = unsealed(bytes, key, remedy) as unknown as FailureRecord;
  const { cellId, first, count, type, message, generation } = record;
  const texts = [cellId, type, message].every((text) => typeof text === "string");
  if (texts && [first, count, generation].every(Number.isSafeInteger)) return record;
  throw new CorruptionError(`${key} is not a failure record. ${remedy}`);
}
