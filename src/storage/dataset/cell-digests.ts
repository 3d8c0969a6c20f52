import { addSums, type RowSums } from "../row-sums.ts";
import type { Store } from "../store.ts";
import { readCoverage } from "./coverage.ts";
import type { DatasetManifest } from "./manifest.ts";

/**
 * A digest of the rows that each cell has in a dataset, by cell id: equal for equal rows, whatever seed and sweep they
 * are of. Empty where the dataset does not say.
 *
 * @throws {StoreError}
 */
export async function cellDigests(store: Store, manifest: DatasetManifest): Promise<Map<string, string>> {
  const coverage = await readCoverage(store, manifest);
  const sums = new Map<string, RowSums[]>();
  for (const cohort of coverage?.cohorts ?? [])
    sums.set(cohort.cellId, [...(sums.get(cohort.cellId) ?? []), cohort.sums]);
  return new Map([...sums].map(([cellId, all]) => [cellId, addSums(all)]));
}
