import type { Store } from "../store.ts";
import { readCoverage } from "./coverage.ts";
import type { DatasetManifest } from "./manifest.ts";

/**
 * Metrics that a dataset has in all rows of a chain: one that came with a later version than the one that computed some of
 * them is not among them. Undefined where the dataset does not say.
 *
 * @throws {StoreError}
 */
export async function heldMetrics(
  store: Store,
  manifest: DatasetManifest,
  cellId: string,
  replicate: number,
): Promise<ReadonlySet<string> | undefined> {
  const coverage = await readCoverage(store, manifest);
  if (coverage === undefined) return undefined;
  const { columns, cohorts, files, metrics: lists = [] } = coverage;
  const cohort = cohorts.findIndex(({ cellId: id, first, count }) => {
    return id === cellId && first <= replicate && replicate < first + count;
  });
  const rows = files.flatMap((file) => file.rows.filter((item) => item.cohort === cohort));
  const held = rows.flatMap(({ metrics }) => lists[metrics] ?? []).map((list) => list.split(","));
  const known = columns.metrics.map(({ metric }) => metric);
  return new Set(known.filter((metric) => held.every((list) => list.includes(metric))));
}
