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
  const file = `read_parquet(${text(written)}, hive_partitioning = false)`;
  const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${file}`);
  const doubles = described
    .getRows()
    .filter(([, type]) => type === "DOUBLE")
    .map(([name]) => quoted(String(name)));
  if (doubles.length === 0) return false;
  const ask = async (answers: readonly string[], from: string): Promise<unknown[]> =>
    (await connection.runAndReadAll(`SELECT ${answers.join(", ")} FROM ${from}`)).getRows()[0] ?? [];
  const hasZeros = await ask(
    doubles.map((column) => `bool_or(${column} = 0)`),
    file,
  );
  const suspects = doubles.filter((_, index) => hasZeros[index] === true);
  if (suspects.length === 0) return false;
  const hasBoth = await ask(
    suspects.map(
      (column) =>
        `bool_or(${column} = 0 AND signbit(${column})) AND bool_or(${column} = 0 AND NOT signbit(${column}))`,
    ),
    `(${select})`,
  );
  return hasBoth.includes(true);
}
