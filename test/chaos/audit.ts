import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { chains, generations } from "./sweeps.ts";

/** What a dataset holds, as a program sees it that shares nothing with ours but the Parquet files. */
export interface Audit {
  readonly digest: string;
  readonly rows: number;
  /** Pairs (chain, generation) that should be there and are not, that are there more than once, or that nobody asked for. */
  readonly missing: number;
  readonly duplicate: number;
  readonly foreign: number;
  readonly failed: number;
}

interface Manifest {
  readonly digest: string;
  readonly tables: Readonly<Record<"generations" | "chains", { files: readonly { path: string }[] }>>;
}

/** Counts every (chain, generation) of a sweep's dataset with SQL over its files. */
export async function audit(disk: string, sweepId: string): Promise<Audit> {
  const folder = join(disk, sweepId, "dataset");
  const manifest = JSON.parse(await readFile(join(folder, "manifest.json"), "utf8")) as Manifest;
  const files = (table: "generations" | "chains"): string =>
    `[${manifest.tables[table].files.map(({ path }) => `'${join(folder, path)}'`).join(", ")}]`;
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await instance.connect();
  try {
    const answer = await connection.runAndReadAll(`
      WITH held AS (
        SELECT chain_id, generation, count(*) AS times FROM read_parquet(${files("generations")}) GROUP BY ALL
      ), asked AS (
        SELECT chain_id, g AS generation FROM read_parquet(${files("chains")}), range(1, ${generations + 1}) r(g)
      )
      SELECT
        (SELECT coalesce(sum(times), 0) FROM held)::DOUBLE,
        (SELECT count(*) FROM asked ANTI JOIN held USING (chain_id, generation))::DOUBLE,
        (SELECT count(*) FROM held WHERE times > 1)::DOUBLE,
        (SELECT count(*) FROM held ANTI JOIN asked USING (chain_id, generation))::DOUBLE,
        (SELECT count(*) FROM read_parquet(${files("chains")}) WHERE NOT complete)::DOUBLE,
        (SELECT count(DISTINCT chain_id) FROM read_parquet(${files("chains")}))::DOUBLE`);
    const [rows, missing, duplicate, foreign, failed, counted] = (answer.getRows()[0] ?? []).map(Number);
    const lacking = (chains - (counted ?? 0)) * generations;
    return {
      digest: manifest.digest,
      rows: rows ?? 0,
      missing: (missing ?? 0) + Math.max(0, lacking),
      duplicate: duplicate ?? 0,
      foreign: (foreign ?? 0) + Math.max(0, -lacking),
      failed: failed ?? 0,
    };
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** What is wrong with it; empty where nothing is. */
export function faultsOf(found: Audit): string[] {
  const wrong: string[] = [];
  for (const name of ["missing", "duplicate", "foreign", "failed"] as const)
    if (found[name] !== 0) wrong.push(`${found[name]} ${name}`);
  if (found.rows !== chains * generations) wrong.push(`${found.rows} rows, not ${chains * generations}`);
  return wrong;
}
