import { createHash } from "node:crypto";
import { type DatasetManifest, type TableName, tableNames } from "../dataset/manifest.ts";
import { type IcebergSnapshot, manifestFile, manifestList, partitionSpec, rowsOf } from "./manifest.ts";
import { type IcebergColumn, icebergSchema, nameMapping } from "./schema.ts";

/** Columns of each table, in order. */
export type TableColumns = Readonly<Record<TableName, readonly IcebergColumn[]>>;

/** A file of Iceberg's metadata, below the folder that holds the tables' folders. */
export interface IcebergFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Columns that name folders of a table's files. */
const partitions: Partial<Record<TableName, readonly string[]>> = { generations: ["family", "regime"] };

/** Folder of all that Iceberg has of a dataset, beside the tables' own. */
const icebergFolder = "iceberg/";

/** Paths below `dataset/` of what {@link icebergFiles} gives for a snapshot, the pointers to the newest among them. */
export function icebergPaths({ snapshot }: DatasetManifest): string[] {
  return tableNames.flatMap((table) => Object.values(pathsOf(table, snapshot)));
}

/**
 * The Apache Iceberg tables of what one manifest names, a table each: a manifest, a manifest list and the table's metadata,
 * named as a table without a catalog has them, and last `version-hint.text`, which makes them the newest. They are a
 * function of the manifest: whoever makes them makes the same bytes. Each metadata file knows one snapshot, since the
 * dataset prunes its own.
 *
 * @param locate where a path below the dataset is for readers: an absolute path or URL
 * @returns of each table its files, in the order in which they are to be written
 * @source https://iceberg.apache.org/spec/#table-metadata-fields (format version 2)
 */
export async function icebergFiles(
  manifest: DatasetManifest,
  columns: TableColumns,
  locate: (path: string) => string,
): Promise<IcebergFile[][]> {
  const made: IcebergFile[][] = [];
  for (const table of tableNames) {
    const paths = pathsOf(table, manifest.snapshot);
    const snapshot: IcebergSnapshot = {
      id: manifest.snapshot,
      columns: columns[table],
      partition: partitions[table] ?? [],
      files: manifest.tables[table].files.filter(({ rows }) => rows > 0),
      locate,
    };
    const entries = await manifestFile(snapshot);
    const list = await manifestList(snapshot, locate(paths.manifest), entries.length);
    const metadata = metadataOf(manifest, table, snapshot, locate(paths.list));
    const text = (value: string): Uint8Array => new TextEncoder().encode(value);
    made.push([
      { path: paths.manifest, bytes: entries },
      { path: paths.list, bytes: list },
      { path: paths.metadata, bytes: text(`${JSON.stringify(metadata, null, 1)}\n`) },
      { path: paths.hint, bytes: text(String(manifest.snapshot)) },
    ]);
  }
  return made;
}

function metadataOf(
  { sweepId, snapshot, publishedAt, digest }: DatasetManifest,
  table: TableName,
  { columns, partition, files, locate }: IcebergSnapshot,
  list: string,
): object {
  const schema = icebergSchema(columns);
  const spec = partitionSpec(partition);
  const at = Date.parse(publishedAt ?? "") || 0;
  const ids = (schema["fields"] as readonly { readonly id: number }[]).map(({ id }) => id);
  const count = String(files.length);
  const rows = String(rowsOf(files));
  const summary = {
    ...{ operation: "append", "added-data-files": count, "total-data-files": count },
    ...{ "added-records": rows, "total-records": rows, "dataset-digest": digest },
  };
  return {
    "format-version": 2,
    "table-uuid": uuidOf(`${sweepId}/${table}`),
    location: locate(`${icebergFolder}${table}`),
    "last-sequence-number": snapshot,
    "last-updated-ms": at,
    "last-column-id": Math.max(...ids),
    "current-schema-id": 0,
    schemas: [schema],
    "default-spec-id": 0,
    "partition-specs": [spec],
    "last-partition-id": 999 + partition.length,
    "default-sort-order-id": 0,
    "sort-orders": [{ "order-id": 0, fields: [] }],
    properties: { "schema.name-mapping.default": nameMapping(columns), "ouroboros.sweep-id": sweepId },
    "current-snapshot-id": snapshot,
    refs: { main: { type: "branch", "snapshot-id": snapshot } },
    snapshots: [
      {
        "snapshot-id": snapshot,
        "sequence-number": snapshot,
        "timestamp-ms": at,
        "manifest-list": list,
        summary,
        "schema-id": 0,
      },
    ],
    "snapshot-log": [{ "snapshot-id": snapshot, "timestamp-ms": at }],
    "metadata-log": [],
  };
}

function pathsOf(
  table: TableName,
  snapshot: number,
): Record<"manifest" | "list" | "metadata" | "hint", string> {
  const number = String(snapshot).padStart(8, "0");
  const folder = `${icebergFolder}${table}/metadata/`;
  return {
    manifest: `${folder}${number}-manifest.avro`,
    list: `${folder}${number}-list.avro`,
    // Readers without a catalog look for exactly these names.
    metadata: `${folder}v${snapshot}.metadata.json`,
    hint: `${folder}version-hint.text`,
  };
}

/** A UUID that follows from a name (version 8: its bits are the maker's own). */
function uuidOf(name: string): string {
  const hex = createHash("sha256").update(name).digest("hex");
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}
