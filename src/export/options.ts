import type { EngineOptions } from "../storage/dataset/engine.ts";
import type { Extent } from "../storage/dataset/extent.ts";
import type { TableName } from "../storage/dataset/manifest.ts";

/** How far an export is. */
export interface ExportProgress {
  readonly table: TableName;
  /** Rows of all tables, done or found in place. */
  readonly rows: number;
  readonly total: number;
}

export interface ExportOptions extends EngineOptions {
  /** Of a database; `ouroboros` in PostgreSQL and `main` in DuckDB where undefined. */
  readonly schema?: string | undefined;
  /** CSV files as .csv.gz. */
  readonly gzip?: boolean | undefined;
  readonly onProgress?: ((progress: ExportProgress) => void) | undefined;
}

/** What an export did. */
export interface ExportResult {
  readonly snapshot: number;
  /** Whether every chain reached its last generation. */
  readonly complete: boolean;
  /** Digest of the numbers of `generations`. */
  readonly digest: string;
  /** By table: rows that the target holds, of them written now, and rows removed since they are gone. */
  readonly tables: Readonly<Record<TableName, TableResult>>;
}

export interface TableResult {
  readonly rows: number;
  readonly written: number;
  readonly removed: number;
}

/** What was exported. */
export interface ExportedDataset extends ExportResult {
  readonly extent: Extent;
}
