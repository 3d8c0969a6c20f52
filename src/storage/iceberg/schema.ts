import { createHash } from "node:crypto";
import type { ColumnType } from "../dataset/schema.ts";

/** A column of an Iceberg table. */
export interface IcebergColumn {
  readonly name: string;
  readonly type: ColumnType;
}

const types: Readonly<Record<ColumnType, string>> = {
  VARCHAR: "string",
  BOOLEAN: "boolean",
  BIGINT: "long",
  DOUBLE: "double",
  "TIMESTAMP WITH TIME ZONE": "timestamptz",
};

/**
 * The number by which Iceberg knows a column, in files and in tables: a digest of the name, so that a column has the same
 * one in every file of every sweep, whatever columns come beside it.
 *
 * @returns from 1 to 2^30
 * @source https://iceberg.apache.org/spec/#reserved-field-ids, which keeps numbers above 2147483447
 */
export function fieldId(column: string): number {
  return 1 + (createHash("sha256").update(column).digest().readUInt32BE() >>> 2);
}

/** Columns as Iceberg's table metadata has them. */
export function icebergSchema(columns: readonly IcebergColumn[]): Readonly<Record<string, unknown>> {
  const fields = columns.map(({ name, type }) => {
    return { id: fieldId(name), name, required: false, type: types[type] };
  });
  return { type: "struct", "schema-id": 0, fields };
}

/** Which columns are meant in files that were written without numbers of columns. */
export function nameMapping(columns: readonly IcebergColumn[]): string {
  return JSON.stringify(columns.map(({ name }) => ({ "field-id": fieldId(name), names: [name] })));
}
