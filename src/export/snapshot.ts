import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { ConflictError, CorruptionError } from "../core/errors.ts";
import { quoted, text } from "../storage/dataset/columns.ts";
import { type Engine, type EngineOptions, openEngine } from "../storage/dataset/engine.ts";
import type { DatasetFile, DatasetManifest } from "../storage/dataset/manifest.ts";
import { publishedManifest } from "../storage/dataset/published.ts";
import type { ColumnType } from "../storage/dataset/schema.ts";
import { codeOf } from "../storage/file-error.ts";
import { digestFile } from "../storage/file-digest.ts";
import { datasetFolder } from "../storage/layout.ts";
import type { Store } from "../storage/store.ts";
import { type Meanings, meaningsOf } from "./meanings.ts";

/** A column as a file has it. */
export interface FileColumn {
  readonly name: string;
  readonly type: ColumnType;
}

/** What one manifest names, with a DuckDB that reads it. To be closed. */
export interface Snapshot {
  readonly manifest: DatasetManifest;
  readonly meanings: Meanings;
  readonly engine: Engine;
  /**
   * A local path of a file, its bytes checked against the manifest.
   *
   * @throws {CorruptionError} when it is not what the manifest says
   * @throws {ConflictError} when a newer snapshot has taken its place
   */
  local(file: DatasetFile): Promise<string>;
  /** Removes the local copy of a file that came from a bucket. */
  release(file: DatasetFile): Promise<void>;
}

const known: ReadonlySet<string> = new Set<ColumnType>([
  "VARCHAR",
  "BOOLEAN",
  "BIGINT",
  "DOUBLE",
  "TIMESTAMP WITH TIME ZONE",
]);

/**
 * Opens what a sweep has published last.
 *
 * @throws {ConflictError} when nothing was published yet
 */
export async function openSnapshot(store: Store, sweepId: string, options: EngineOptions): Promise<Snapshot> {
  const manifest = await publishedManifest(store, sweepId);
  const meanings = await meaningsOf(store, sweepId);
  const engine = await openEngine(options);
  const inPlace = store.url.startsWith("file:");
  const keyOf = (file: DatasetFile): string => datasetFolder(sweepId) + file.path;
  const copyOf = (file: DatasetFile): string => join(engine.folder, "files", file.path);
  const gone = (file: DatasetFile): Error =>
    new ConflictError(
      `${keyOf(file)} is no longer there: a newer snapshot was published meanwhile. Run the same command again.`,
    );
  return {
    manifest,
    meanings,
    engine,
    async local(file) {
      const path = inPlace ? store.locate(keyOf(file)) : copyOf(file);
      if (!inPlace) {
        const bytes = await store.read(keyOf(file));
        if (bytes === undefined) throw gone(file);
        await mkdir(dirname(path), { recursive: true });
        await writeFile(path, bytes);
      }
      const { sha256 } = await digestFile(path).catch((error: unknown) => {
        throw codeOf(error) === "ENOENT" ? gone(file) : error;
      });
      if (sha256 !== file.sha256)
        throw new CorruptionError(
          `${keyOf(file)} is not what was published. Remove ${datasetFolder(sweepId)}manifest.json and run the sweep's spec again: the dataset is made anew.`,
        );
      return path;
    },
    async release(file) {
      if (!inPlace) await rm(copyOf(file), { force: true });
    },
  };
}

/** A SELECT of files of one table, in their order; a column that an older file lacks is null. */
export function readFiles(paths: readonly string[]): string {
  return `SELECT * FROM read_parquet([${paths.map(text).join(", ")}], union_by_name = true, hive_partitioning = false)`;
}

/** Columns of what a SELECT gives. @throws {CorruptionError} for a type that no table of a dataset has */
export async function describe(engine: Engine, select: string): Promise<FileColumn[]> {
  const reader = await engine.connection.runAndReadAll(`DESCRIBE ${select}`);
  return reader.getRows().map(([name, type]) => {
    if (!known.has(String(type)))
      throw new CorruptionError(
        `Column ${quoted(String(name))} is of type ${String(type)}, which no table of a dataset has. Run the sweep's spec again: the dataset is made anew.`,
      );
    return { name: String(name), type: type as ColumnType };
  });
}
