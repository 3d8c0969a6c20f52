import type { Client } from "pg";
import { ConflictError } from "../../core/errors.ts";
import type { TableSchema } from "../../storage/dataset/schema.ts";
import type { TableMeaning } from "../meanings.ts";
import type { FileColumn } from "../snapshot.ts";
import { literal } from "../warehouses/warehouse.ts";
import { identifier, postgresTypes } from "./types.ts";

/** Which file of the dataset a row came from: a number of the ledger. */
export const ledgerColumn = "ouro_file";

/** A table of a schema, as SQL takes it. */
export function qualified(schema: string, table: string): string {
  return `${identifier(schema)}.${identifier(table)}`;
}

/**
 * Makes a table where there is none and adds columns that it lacks, with what they mean as comments. Nothing is ever
 * dropped or given another type.
 *
 * @throws {ConflictError} when a column is there with another type, or the table without the key that rows are told apart by
 */
export async function ensureTable(
  client: Client,
  schema: string,
  { name, key }: TableSchema,
  columns: readonly FileColumn[],
  meaning: TableMeaning,
): Promise<void> {
  const table = qualified(schema, name);
  const explain = async (column: string): Promise<void> => {
    const told = meaning.columns.get(column);
    if (told !== undefined)
      await client.query(`COMMENT ON COLUMN ${table}.${identifier(column)} IS ${literal(told)}`);
  };
  const held = await columnsOf(client, schema, name);
  if (held.size === 0) {
    const definitions = columns.map(
      (column) =>
        `${identifier(column.name)} ${postgresTypes[column.type]}${key.includes(column.name) ? " NOT NULL" : ""}`,
    );
    definitions.push(`${ledgerColumn} bigint NOT NULL`, `PRIMARY KEY (${key.map(identifier).join(", ")})`);
    await client.query(`CREATE TABLE ${table} (${definitions.join(", ")})`);
    await client.query(`COMMENT ON TABLE ${table} IS ${literal(meaning.table)}`);
    for (const column of columns) await explain(column.name);
    return;
  }
  for (const { name: column, type } of [...columns, { name: ledgerColumn, type: "BIGINT" as const }]) {
    const there = held.get(column);
    if (there === undefined && (column === ledgerColumn || key.includes(column)))
      throw new ConflictError(
        `${table} was not made by an export: it has no ${column}. Name another --schema.`,
      );
    if (there === undefined) {
      await client.query(`ALTER TABLE ${table} ADD COLUMN ${identifier(column)} ${postgresTypes[type]}`);
      await explain(column);
    } else if (there !== postgresTypes[type])
      throw new ConflictError(
        `Column ${column} of ${table} is ${there} where this dataset has ${postgresTypes[type]}. Name another --schema.`,
      );
  }
}

/** Names and types of a table's columns; none where there is no table. */
export async function columnsOf(
  client: Client,
  schema: string,
  table: string,
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await client.query<{ column_name: string; data_type: string }>(
    "SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = $1 AND table_name = $2",
    [schema, table],
  );
  return new Map(rows.map((row) => [row.column_name, row.data_type]));
}
