import type { DuckDBConnection } from "@duckdb/node-api";
import { quoted, text } from "./columns.ts";

/** An option of COPY with which doubles are written as they are. Texts then have no dictionary either. */
export const withoutDictionaries = "DICTIONARY_SIZE_LIMIT 0";

/**
 * Whether a file of Parquet may have lost the sign of a zero: DuckDB's dictionaries take 0 and −0 for one value, so that a
 * column with both has only one of them in the file. Such a file is to be written {@link withoutDictionaries}.
 *
 * @param written path of what was written with dictionaries
 * @param select what was written
 */
export async function losesZeros(
  connection: DuckDBConnection,
  written: string,
  select: string,
): Promise<boolean> {
  // A column without a dictionary is as it was, and so is one whose values all lie on one side of 0.
  const chunks = await connection.runAndReadAll(`
    SELECT DISTINCT path_in_schema FROM parquet_metadata(${text(written)})
    WHERE type = 'DOUBLE' AND encodings LIKE '%DICTIONARY%'
      AND coalesce(
          TRY_CAST(stats_min_value AS DOUBLE) <= 0 AND TRY_CAST(stats_max_value AS DOUBLE) >= 0,
          stats_null_count < num_values, true)`);
  const suspects = chunks.getRows().map(([name]) => quoted(String(name)));
  if (suspects.length === 0) return false;
  const zeros = suspects.map((column) => {
    const some = (sign: string): string => `bool_or(${column} = 0 AND ${sign}signbit(${column}))`;
    return `${some("")} AND ${some("NOT ")}`;
  });
  const found = await connection.runAndReadAll(`SELECT ${zeros.join(", ")} FROM (${select})`);
  return found.getRows()[0]?.includes(true) ?? false;
}
