import { CorruptionError } from "../../core/errors.ts";
import { manifestKey, snapshotsFolder } from "../layout.ts";
import { unsealed } from "../sealed-json.ts";
import { type SetAside, setAside } from "../set-aside.ts";
import type { Store } from "../store.ts";

export const tableNames = ["generations", "chains", "cells", "failures"] as const;

export type TableName = (typeof tableNames)[number];

/** A Parquet file of the dataset. */
export interface DatasetFile {
  /** Below `<sweepId>/dataset/`. */
  readonly path: string;
  readonly bytes: number;
  readonly rows: number;
  /** Hex. */
  readonly sha256: string;
}

export interface DatasetTable {
  readonly rows: number;
  readonly files: readonly DatasetFile[];
}

/**
 * What the dataset is: `dataset/snapshots/<number>.json`, and the newest one as `dataset/manifest.json`. A file that it
 * does not name is not part of the dataset.
 */
export interface DatasetManifest {
  /** Version of the tables' schema and of this file's. */
  readonly format: 1;
  readonly sweepId: string;
  /** Of the plan. */
  readonly revision: number;
  readonly specDigest: string;
  readonly numericsVersion: number;
  /** Of the package that compacted. */
  readonly packageVersion: string;
  /** Raised by every publication; a file's name carries that of the first snapshot it was in. */
  readonly snapshot: number;
  /** UTC, ISO 8601; absent in a dataset of version 0.1.0. */
  readonly publishedAt?: string;
  /** What the next publication goes on from; absent in a dataset of version 0.1.0. */
  readonly coverage?: Omit<DatasetFile, "rows">;
  /** Whether every chain reached its end. */
  readonly complete: boolean;
  /** Those that the plan asks for; where values decide how many, by now. */
  readonly chains: number;
  readonly chainsComplete: number;
  /** Chains that were given up by then; absent, as the next two, in a dataset of a version before them. */
  readonly chainsFailed?: number;
  /** Of the plan, and those of which every chain reached its end. */
  readonly cells?: number;
  readonly cellsComplete?: number;
  /** Seconds spent on kernels, over all chains. */
  readonly computeSeconds: number;
  /** Digest of the numbers of `generations`, independent of layout, order and versions. */
  readonly digest: string;
  readonly tables: Readonly<Record<TableName, DatasetTable>>;
}

const remedy = "Run the sweep's spec again: the dataset is made anew.";

/**
 * The newest manifest of a dataset, or undefined where none was published.
 *
 * @throws {CorruptionError} when it cannot be read as a manifest
 * @throws {StoreError}
 */
export async function readManifest(store: Store, sweepId: string): Promise<DatasetManifest | undefined> {
  return await readManifestAt(store, sweepId, await newestManifestKey(store, sweepId));
}

/** Where the newest manifest stands: among the snapshots, or alone in a dataset of version 0.1.0. */
export async function newestManifestKey(store: Store, sweepId: string): Promise<string> {
  return (await store.list(snapshotsFolder(sweepId))).at(-1)?.key ?? manifestKey(sweepId);
}

/** {@link readManifest}, of one key. */
export async function readManifestAt(
  store: Store,
  sweepId: string,
  key: string,
): Promise<DatasetManifest | undefined> {
  const bytes = await store.read(key);
  if (bytes === undefined) return undefined;
  const manifest = unsealed(bytes, key, remedy) as unknown as DatasetManifest;
  const tables: Partial<DatasetManifest["tables"]> | undefined = manifest.tables;
  const named = tableNames.every((name) => Array.isArray(tables?.[name]?.files));
  if (manifest.format === 1 && manifest.sweepId === sweepId && named) return manifest;
  throw new CorruptionError(`${key} is not a manifest of ${sweepId}. ${remedy}`);
}

/**
 * The newest manifest that can be read; those that cannot are set aside: what they named is then made anew.
 *
 * @throws {StoreError}
 */
export async function soundManifest(
  store: Store,
  sweepId: string,
  onSetAside?: (notice: SetAside) => void,
): Promise<DatasetManifest | undefined> {
  for (;;) {
    const key = await newestManifestKey(store, sweepId);
    try {
      return await readManifestAt(store, sweepId, key);
    } catch (error) {
      if (!(error instanceof CorruptionError)) throw error;
      const bytes = await store.read(key);
      if (bytes) await setAside(store, sweepId, key, bytes);
      onSetAside?.({ key, reason: error.message });
    }
  }
}

/** Keys below `dataset/` that a manifest names, its own aside. */
export function pathsOf({ tables, coverage }: DatasetManifest): string[] {
  const files = Object.values(tables).flatMap((table) => table.files);
  return [...files, ...(coverage ? [coverage] : [])].map(({ path }) => path);
}
