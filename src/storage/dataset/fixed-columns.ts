import type { TableName } from "./manifest.ts";
import { type ColumnType, tableSchema, tableSchemas } from "./schema.ts";

/** Names that no parameter and no metric may take. */
export const fixedColumns: ReadonlySet<string> = new Set(
  tableSchemas
    .filter(({ brings }) => brings.length > 0)
    .flatMap(({ before, between, after }) => [...before, ...between, ...after].map(({ name }) => name)),
);

/** Types of a table's fixed columns, by name. */
export function fixedTypes(name: TableName): Readonly<Record<string, ColumnType>> {
  const { before, between, after } = tableSchema(name);
  return Object.fromEntries([...before, ...between, ...after].map((column) => [column.name, column.type]));
}
