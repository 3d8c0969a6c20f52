import { createHash } from "node:crypto";
import { copyFile, mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { text } from "../storage/dataset/columns.ts";
import { type TableName, tableNames } from "../storage/dataset/manifest.ts";
import { writeArrow } from "./arrow.ts";
import { type FolderMark, readMark, replaceFolder } from "./folder.ts";
import type { ExportOptions, ExportResult, TableResult } from "./options.ts";
import { readFiles, type Snapshot } from "./snapshot.ts";
import type { FolderTarget } from "./target.ts";

/** Raised when the same dataset would come out as other bytes. */
const layout = 1;

/**
 * Writes a snapshot into a folder: a CSV or Arrow file a table, or a copy of the Parquet files in their Hive partitions.
 * A folder that holds this very export already is left alone.
 *
 * @throws {ConflictError} when the folder holds something else
 * @throws {StoreError}
 */
export async function exportToFolder(
  snapshot: Snapshot,
  target: FolderTarget,
  options: ExportOptions,
): Promise<ExportResult> {
  const { manifest } = snapshot;
  const { sweepId, complete, digest } = manifest;
  const { kind } = target;
  const content = contentOf(snapshot, target, options);
  const before = await readMark(target.path, { sweepId, kind });
  const fresh = before?.content !== content;
  if (fresh) {
    await replaceFolder(target.path, async (folder): Promise<FolderMark> => {
      const tables: Record<string, { rows: number; files: readonly string[] }> = {};
      let rows = 0;
      for (const table of tableNames) {
        options.signal?.throwIfAborted();
        const files = await writeTable(snapshot, target, table, folder, options);
        tables[table] = { rows: manifest.tables[table].rows, files };
        rows += manifest.tables[table].rows;
        options.onProgress?.({ table, rows, total: rowsOf(snapshot) });
      }
      return {
        format: 1,
        kind,
        sweepId,
        snapshot: manifest.snapshot,
        complete,
        digest,
        content,
        tables,
      };
    });
  }
  const tables = Object.fromEntries(
    tableNames.map((table): [TableName, TableResult] => {
      const { rows } = manifest.tables[table];
      return [table, { rows, written: fresh ? rows : 0, removed: 0 }];
    }),
  ) as Record<TableName, TableResult>;
  return { snapshot: manifest.snapshot, complete, digest, tables };
}

async function writeTable(
  snapshot: Snapshot,
  { kind }: FolderTarget,
  table: TableName,
  folder: string,
  options: ExportOptions,
): Promise<string[]> {
  const { manifest, engine } = snapshot;
  const { files } = manifest.tables[table];
  if (kind === "parquet-dir") {
    for (const file of files) {
      options.signal?.throwIfAborted();
      const to = join(folder, file.path);
      await mkdir(dirname(to), { recursive: true });
      await copyFile(await snapshot.local(file), to);
      await snapshot.release(file);
    }
    return files.map(({ path }) => path);
  }
  const paths: string[] = [];
  for (const file of files) paths.push(await snapshot.local(file));
  const select = readFiles(paths);
  const name = `${table}.${kind}${kind === "csv" && options.gzip ? ".gz" : ""}`;
  if (kind === "arrow") await writeArrow(engine, select, join(folder, name));
  else
    await engine.connection.run(
      `COPY (${select}) TO ${text(join(folder, name))} (FORMAT csv, HEADER, NEW_LINE '\\r\\n', COMPRESSION ${options.gzip ? "gzip" : "none"})`,
    );
  for (const file of files) await snapshot.release(file);
  return [name];
}

function contentOf({ manifest }: Snapshot, { kind }: FolderTarget, options: ExportOptions): string {
  const files = tableNames.map((table) =>
    manifest.tables[table].files.map(({ path, sha256 }) => [path, sha256]),
  );
  const decides = [layout, kind, kind === "csv" && options.gzip === true, files];
  return createHash("sha256").update(JSON.stringify(decides)).digest("hex");
}

function rowsOf({ manifest }: Snapshot): number {
  return tableNames.reduce((sum, table) => sum + manifest.tables[table].rows, 0);
}
