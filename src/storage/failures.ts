import { CorruptionError } from "../core/errors.ts";
import { failureKey, failuresFolder } from "./layout.ts";
import type { Store } from "./store.ts";

/** Why a cohort was given up. */
export interface FailureRecord {
  readonly cohort: number;
  /** Class of the error. */
  readonly type: string;
  readonly message: string;
  readonly attempts: number;
  /** Generations that were committed before. */
  readonly generation: number;
}

/** Records that a cohort was given up; replaces what was recorded of it. @throws {StoreError} */
export async function recordCohortFailure(
  store: Store,
  sweepId: string,
  record: FailureRecord,
): Promise<void> {
  await store.write(
    failureKey(sweepId, record.cohort),
    new TextEncoder().encode(`${JSON.stringify(record)}\n`),
  );
}

/** Forgets a cohort's failure, for another try. @throws {StoreError} */
export async function clearCohortFailure(store: Store, sweepId: string, cohort: number): Promise<void> {
  await store.remove(failureKey(sweepId, cohort));
}

/**
 * All recorded failures, by cohort. A cohort that was tried again and finished may still be among them.
 *
 * @throws {CorruptionError} when a record cannot be read
 * @throws {StoreError}
 */
export async function listCohortFailures(store: Store, sweepId: string): Promise<FailureRecord[]> {
  const records: FailureRecord[] = [];
  for (const { key } of await store.list(failuresFolder(sweepId))) {
    const bytes = await store.read(key);
    if (bytes === undefined) continue;
    try {
      records.push(JSON.parse(new TextDecoder().decode(bytes)) as FailureRecord);
    } catch (error) {
      throw new CorruptionError(`${key} is not a failure record. Remove it and run the same command again.`, {
        cause: error,
      });
    }
  }
  return records.sort((a, b) => a.cohort - b.cohort);
}
