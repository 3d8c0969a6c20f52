import type { Store } from "../storage/store.ts";
import type { ExportOptions, ExportResult } from "./options.ts";
import { exportToPostgres } from "./postgres/to-postgres.ts";
import { openSnapshot } from "./snapshot.ts";
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
): Promise<ExportResult> {
  const snapshot = await openSnapshot(store, sweepId, options);
  try {
    if (target.kind === "postgres") return await exportToPostgres(snapshot, target.url, options);
    if (target.kind === "duckdb") return await exportToDuckdb(snapshot, target.path, options);
    return await exportToFolder(snapshot, target, options);
  } finally {
    await snapshot.engine.close();
  }
}
