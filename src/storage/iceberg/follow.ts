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
    for (const { path, bytes } of await icebergOf(store, newest, placeOf(store, sweepId))) {
      const key = datasetFolder(sweepId) + path;
      // A pointer that was written late is replaced by its writer, which looks again.
      if (!same(await store.read(key), bytes)) await store.write(key, bytes);
    }
    followed = newest.snapshot;
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
  for (const { path, bytes } of await icebergOf(store, manifest, place))
    if (!same(await store.read(folder + path), bytes)) strays.push(folder + path);
  return strays;
}

/** In the order in which they are written; none of a dataset of version 0.1.0, which does not say what its columns are. */
async function icebergOf(store: Store, manifest: DatasetManifest, place: string): Promise<IcebergFile[]> {
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
