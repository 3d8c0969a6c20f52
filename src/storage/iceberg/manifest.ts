import type { Schema } from "avsc";
import type { DatasetFile } from "../dataset/manifest.ts";
import { avroFile } from "./avro.ts";
import { type IcebergColumn, fieldId, icebergSchema } from "./schema.ts";

/** A table's partitioning: by the columns that name the folders of its files, as they are. */
export interface PartitionSpec {
  readonly "spec-id": 0;
  readonly fields: readonly PartitionField[];
}

interface PartitionField {
  readonly name: string;
  readonly transform: "identity";
  readonly "source-id": number;
  readonly "field-id": number;
}

/** A snapshot of a table, whose number is that of the dataset. */
export interface IcebergSnapshot {
  readonly id: number;
  readonly columns: readonly IcebergColumn[];
  /** Columns that name folders. */
  readonly partition: readonly string[];
  readonly files: readonly DatasetFile[];
  /** Where a file of the dataset is for readers. */
  readonly locate: (path: string) => string;
}

const firstPartitionField = 1000;

const field = (id: number, name: string, type: Schema): object => ({ name, type, "field-id": id });
const optional = (id: number, name: string, type: Schema): object => ({
  ...field(id, name, ["null", type] as Schema),
  default: null,
});

export function partitionSpec(partition: readonly string[]): PartitionSpec {
  const fields = partition.map((name, index): PartitionField => {
    const number = firstPartitionField + index;
    return { name, transform: "identity", "source-id": fieldId(name), "field-id": number };
  });
  return { "spec-id": 0, fields };
}

/**
 * The manifest of a snapshot: an Avro record a file.
 *
 * @source https://iceberg.apache.org/spec/#manifests (format version 2)
 */
export async function manifestFile(snapshot: IcebergSnapshot): Promise<Buffer> {
  const { id, files, partition, columns, locate } = snapshot;
  const spec = partitionSpec(partition);
  const folders = spec.fields.map((each) => optional(each["field-id"], each.name, "string"));
  const dataFile = record("r2", [
    field(134, "content", "int"),
    field(100, "file_path", "string"),
    field(101, "file_format", "string"),
    field(102, "partition", record("r102", folders)),
    field(103, "record_count", "long"),
    field(104, "file_size_in_bytes", "long"),
  ]);
  const schema = record("manifest_entry", [
    field(0, "status", "int"),
    optional(1, "snapshot_id", "long"),
    optional(3, "sequence_number", "long"),
    optional(4, "file_sequence_number", "long"),
    field(2, "data_file", dataFile),
  ]);
  const entries = files.map(({ path, rows, bytes }) => ({
    status: 1, // added
    snapshot_id: id,
    sequence_number: id,
    file_sequence_number: id,
    data_file: {
      content: 0, // rows, not deletions
      file_path: locate(path),
      file_format: "PARQUET",
      partition: Object.fromEntries(partition.map((name) => [name, folderOf(path, name)])),
      record_count: rows,
      file_size_in_bytes: bytes,
    },
  }));
  return await avroFile(schema, entries, {
    schema: JSON.stringify(icebergSchema(columns)),
    "schema-id": "0",
    "partition-spec": JSON.stringify(spec.fields),
    "partition-spec-id": "0",
    "format-version": "2",
    content: "data",
  });
}

/**
 * The manifest list of a snapshot: an Avro record a manifest, of which it has one.
 *
 * @param location of the manifest
 * @param length of it, in bytes
 * @source https://iceberg.apache.org/spec/#manifest-lists (format version 2)
 */
export async function manifestList(
  { id, files }: IcebergSnapshot,
  location: string,
  length: number,
): Promise<Buffer> {
  const schema = record("manifest_file", [
    field(500, "manifest_path", "string"),
    field(501, "manifest_length", "long"),
    field(502, "partition_spec_id", "int"),
    field(517, "content", "int"),
    field(515, "sequence_number", "long"),
    field(516, "min_sequence_number", "long"),
    field(503, "added_snapshot_id", "long"),
    field(504, "added_files_count", "int"),
    field(505, "existing_files_count", "int"),
    field(506, "deleted_files_count", "int"),
    field(512, "added_rows_count", "long"),
    field(513, "existing_rows_count", "long"),
    field(514, "deleted_rows_count", "long"),
  ]);
  const manifest = {
    manifest_path: location,
    manifest_length: length,
    ...{ partition_spec_id: 0, content: 0, sequence_number: id, min_sequence_number: id },
    ...{ added_snapshot_id: id, added_files_count: files.length, existing_files_count: 0 },
    ...{ deleted_files_count: 0, added_rows_count: rowsOf(files), existing_rows_count: 0 },
    deleted_rows_count: 0,
  };
  return await avroFile(schema, files.length > 0 ? [manifest] : [], {
    "snapshot-id": String(id),
    "parent-snapshot-id": "null",
    "sequence-number": String(id),
    "format-version": "2",
  });
}

export function rowsOf(files: readonly DatasetFile[]): number {
  return files.reduce((sum, { rows }) => sum + rows, 0);
}

function record(name: string, fields: readonly object[]): Schema {
  return { type: "record", name, fields } as unknown as Schema;
}

/** What a Hive folder on a file's way says of a column; null where none does. The first datasets have the bare name as key. */
function folderOf(path: string, column: string): string | null {
  const folder = path
    .split("/")
    .find((name) => name.startsWith(`by_${column}=`) || name.startsWith(`${column}=`));
  return folder === undefined ? null : decodeURIComponent(folder.slice(folder.indexOf("=") + 1));
}
