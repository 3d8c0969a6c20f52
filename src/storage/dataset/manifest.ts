import { CorruptionError } from "../../core/errors.ts";
import { manifestKey } from "../layout.ts";
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

/** `dataset/manifest.json`: what the dataset is. A file that it does not name is not part of the dataset. */
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
  /** Raised by every publication; file names carry it. */
  readonly snapshot: number;
  /** Whether every chain reached its last generation. */
  readonly complete: boolean;
  readonly chains: number;
  readonly chainsComplete: number;
  /** Seconds spent on kernels, over all chains. */
  readonly computeSeconds: number;
  /** Digest of the numbers of `generations`, independent of layout, order and versions. */
  readonly digest: string;
  readonly tables: Readonly<Record<TableName, DatasetTable>>;
}

/**
 * The dataset's manifest, or undefined where none was published.
 *
 * @throws {CorruptionError} when manifest.json cannot be read as a manifest
 * @throws {StoreError}
 */
export async function readManifest(store: Store, sweepId: string): Promise<DatasetManifest | undefined> {
  const key = manifestKey(sweepId);
  const bytes = await store.read(key);
  if (bytes === undefined) return undefined;
  const remedy = "Run the sweep's spec again: the dataset is made anew.";
  const manifest = unsealed(bytes, key, remedy) as unknown as DatasetManifest;
  const tables: Partial<DatasetManifest["tables"]> | undefined = manifest.tables;
  const named = tableNames.every((name) => Array.isArray(tables?.[name]?.files));
  if (manifest.format === 1 && manifest.sweepId === sweepId && named) return manifest;
  throw new CorruptionError(`${key} is not the manifest of ${sweepId}. ${remedy}`);
}

/**
 * The dataset's manifest; undefined also where there is one that cannot be read, which is set aside: the dataset is then
 * made anew.
 *
 * @throws {StoreError}
 */
export async function soundManifest(
  store: Store,
  sweepId: string,
  onSetAside?: (notice: SetAside) => void,
): Promise<DatasetManifest | undefined> {
  try {
    return await readManifest(store, sweepId);
  } catch (error) {
    if (!(error instanceof CorruptionError)) throw error;
    const bytes = await store.read(manifestKey(sweepId));
    if (bytes) await setAside(store, sweepId, manifestKey(sweepId), bytes);
    onSetAside?.({ key: manifestKey(sweepId), reason: error.message });
    return undefined;
  }
}
