import { queryDataset } from "../../src/storage/dataset/query.ts";
import type { Store } from "../../src/storage/store.ts";

/** Rows of a published table by column, sorted, as DuckDB reads them. */
export async function rowsOf(
  store: Store,
  sweepId: string,
  table: string,
): Promise<Record<string, unknown>[]> {
  const { columns, rows } = await queryDataset(
    store,
    sweepId,
    `SELECT * FROM ${table} ORDER BY replicate, generation`,
  );
  return rows.map((row) => Object.fromEntries(columns.map(({ name }, index) => [name, row[index]])));
}

/** The 64 bits of doubles in hexadecimal, null as null; NaN as the one that all programs make. */
export function doublesOf(rows: readonly Record<string, unknown>[], column: string): (string | null)[] {
  return rows.map((row) => bitsOf(row[column] as number | null));
}

export function bitsOf(value: number | null): string | null {
  if (value === null) return null;
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return bytes.toString("hex");
}
