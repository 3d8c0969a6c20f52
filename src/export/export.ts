import { extentOf } from "../storage/dataset/extent.ts";
import type { Store } from "../storage/store.ts";
import type { ExportedDataset, ExportOptions, ExportResult } from "./options.ts";
import { exportToPostgres } from "./postgres/to-postgres.ts";
import { openSnapshot, type Snapshot } from "./snapshot.ts";
import type { Target } from "./target.ts";
import { exportToDuckdb } from "./to-duckdb.ts";
import { exportToFolder } from "./to-folder.ts";

/**
 * Copies what a sweep has published last to a target, file by file: memory is bounded by DuckDB's limit and some thousand
 * rows. The same call again finds everything in place.
 *
 * @throws {ConflictError} when nothing was published yet, or the target holds something else
 * @throws {ProvisionError} when a database does not answer
 * @throws {StoreError}
 */
export async function exportDataset(
  store: Store,
  sweepId: string,
  target: Target,
  options: ExportOptions = {},
): Promise<ExportedDataset> {
  const snapshot = await openSnapshot(store, sweepId, options);
  try {
    const extent = await extentOf(store, snapshot.manifest);
    return { ...(await exportSnapshot(snapshot, target, options)), extent };
  } finally {
    await snapshot.engine.close();
  }
}

async function exportSnapshot(
  snapshot: Snapshot,
  target: Target,
  options: ExportOptions,
): Promise<ExportResult> {
  if (target.kind === "postgres") return await exportToPostgres(snapshot, target.url, options);
  if (target.kind === "duckdb") return await exportToDuckdb(snapshot, target.path, options);
  return await exportToFolder(snapshot, target, options);
}
