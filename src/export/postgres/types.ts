import { ParameterError } from "../../core/errors.ts";
import type { ColumnType } from "../../storage/dataset/schema.ts";

/** PostgreSQL's names of the types, which hold every value that the files do, bit for bit. */
export const postgresTypes: Readonly<Record<ColumnType, string>> = {
  VARCHAR: "text",
  BOOLEAN: "boolean",
  BIGINT: "bigint",
  DOUBLE: "double precision",
  "TIMESTAMP WITH TIME ZONE": "timestamp with time zone",
};

/** A longer name would be cut off without a word. */
const longestName = 63;

/** A name as PostgreSQL's SQL takes it. @throws {ParameterError} when it is too long */
export function identifier(name: string): string {
  if (Buffer.byteLength(name) > longestName)
    throw new ParameterError("name", `at most ${longestName} bytes long in PostgreSQL`, name);
  return `"${name.replaceAll('"', '""')}"`;
}
