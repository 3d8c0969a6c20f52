import { columnsOf, tableSchema } from "../dataset/schema.ts";
import { readCoverage } from "../dataset/coverage.ts";
import { type DatasetManifest, readManifest, tableNames } from "../dataset/manifest.ts";
import { datasetFolder } from "../layout.ts";
import type { Store } from "../store.ts";
import { type IcebergFile, icebergFiles, icebergPaths, type TableColumns } from "./tables.ts";

/**
 * Writes the newest snapshot as Iceberg tables below `dataset/iceberg/`, whoever was cut off before it could, and anew
 * where the store stands elsewhere by now. What is there already stays.
 *
 * @throws {StoreError}
 */
export async function followWithIceberg(store: Store, sweepId: string): Promise<void> {
  for (let followed = -1; ; ) {
    const newest = await readManifest(store, sweepId);
    if (newest === undefined || newest.snapshot === followed) return;
    const tables = await icebergOf(store, newest, placeOf(store, sweepId));
    await Promise.all(tables.map((files) => writeTable(store, datasetFolder(sweepId), files)));
    followed = newest.snapshot;
  }
}

/** The files of one table, one after the other: the pointer to the newest comes last. */
async function writeTable(store: Store, folder: string, files: readonly IcebergFile[]): Promise<void> {
  for (const { path, bytes } of files) {
    // A pointer that was written late is replaced by its writer, which looks again.
    if (!same(await store.read(folder + path), bytes)) await store.write(folder + path, bytes);
  }
}

/**
 * The files of a snapshot's Iceberg tables that are not what its manifest makes them, wherever the store stood when they
 * were written: a store that was moved is sound, and its next publication names its new place.
 *
 * @returns keys
 * @throws {StoreError}
 */
export async function strayIceberg(store: Store, manifest: DatasetManifest): Promise<string[]> {
  const folder = datasetFolder(manifest.sweepId);
  const [metadata] = icebergPaths(manifest).filter((path) => path.endsWith(".metadata.json"));
  const place = placeIn(await store.read(folder + metadata)) ?? placeOf(store, manifest.sweepId);
  const strays: string[] = [];
  for (const { path, bytes } of (await icebergOf(store, manifest, place)).flat())
    if (!same(await store.read(folder + path), bytes)) strays.push(folder + path);
  return strays;
}

/** By table, each in the order in which it is written; none of a dataset of version 0.1.0, which does not say what its columns are. */
async function icebergOf(store: Store, manifest: DatasetManifest, place: string): Promise<IcebergFile[][]> {
  const coverage = await readCoverage(store, manifest);
  if (coverage === undefined) return [];
  const columns = Object.fromEntries(
    tableNames.map((table) => [table, columnsOf(tableSchema(table), coverage.columns)]),
  ) as unknown as TableColumns;
  return await icebergFiles(manifest, columns, (path) => place + path);
}

/** Of `dataset/`, for readers. */
function placeOf(store: Store, sweepId: string): string {
  const place = store.locate(`${datasetFolder(sweepId)}manifest.json`).slice(0, -"manifest.json".length);
  return store.url.startsWith("file:") ? `file://${place}` : place;
}

/** The {@link placeOf} that a table's metadata were written for. */
function placeIn(metadata: Uint8Array | undefined): string | undefined {
  return /"location": "(.+)iceberg\/\w+"/.exec(Buffer.from(metadata ?? []).toString())?.[1];
}

function same(a: Uint8Array | undefined, b: Uint8Array): boolean {
  return a !== undefined && Buffer.compare(a, b) === 0;
}
