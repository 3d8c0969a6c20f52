import type { ColumnSchema, TableSchema } from "../../storage/dataset/schema.ts";

/** A table as one warehouse is told of it. */
export interface WarehouseTable {
  readonly schema: TableSchema;
  readonly columns: readonly ColumnSchema[];
}

/** Where the files lie and what is loaded. */
export interface Place {
  /** A folder of a bucket without a slash at its end; below it `<table>/sweep_id=<sweepId>/`. */
  readonly location: string;
  /** Of the warehouse: the four tables stand in it. */
  readonly database: string;
  readonly sweepId: string;
}

/** One statement of SQL, and what it is for. */
export interface Statement {
  readonly purpose: string;
  readonly sql: string;
}

/** A cloud warehouse: how it spells types and loads files. */
export interface Warehouse {
  readonly title: string;
  /** What files are copied to, with the command that does it. */
  readonly bucket: string;
  readonly copy: string;
  /** What a reader of the page must know. */
  readonly notes: readonly string[];
  /** Once a warehouse. */
  setup(place: Place): readonly Statement[];
  /** Once a table. */
  create(place: Place, table: WarehouseTable): Statement;
  /** Every time a sweep has grown: afterwards the table has exactly its rows. */
  load(place: Place, table: WarehouseTable): readonly Statement[];
}

/** A text as SQL takes it where quotes are doubled. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A text as SQL takes it where quotes are escaped. */
export function escaped(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}

/** What a column's description says: meaning, unit and when it is null. */
export function description({ meaning, unit, nulls }: ColumnSchema): string {
  return `${meaning}${unit && unit !== "1" ? ` [${unit}]` : ""}${nulls ? `; null: ${nulls}` : ""}`;
}

/** Lines of a CREATE TABLE. */
export function lines(parts: readonly string[]): string {
  return parts.map((part) => `  ${part}`).join(",\n");
}
