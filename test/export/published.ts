import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { text } from "../../src/storage/dataset/columns.ts";
import {
  type DatasetFile,
  type DatasetManifest,
  type TableName,
  tableNames,
} from "../../src/storage/dataset/manifest.ts";
import { datasetFolder, manifestKey } from "../../src/storage/layout.ts";
import { sealed } from "../../src/storage/sealed-json.ts";
import type { Store } from "../../src/storage/store.ts";

export const sweepId = "edges-0123456789";

/** Values that are hard to keep, as DuckDB's SQL spells them. */
export const hardDoubles = [
  "'nan'::DOUBLE",
  "'inf'::DOUBLE",
  "'-inf'::DOUBLE",
  "'-0.0'::DOUBLE",
  "0::DOUBLE",
  "5e-324::DOUBLE",
  "1.7976931348623157e308::DOUBLE",
  "0.1::DOUBLE + 0.2::DOUBLE",
  "1e22::DOUBLE",
  "NULL::DOUBLE",
];
export const hardTexts = [
  "'plain'",
  "''",
  "NULL",
  "'😀 Ω'",
  `'comma, "quote"'`,
  "'line' || chr(13) || chr(10) || 'break'",
  "repeat('é', 35000)",
  "'NULL'",
  "' space '",
];

/** Rows of `generations` of some replicates, 10 generations each, with every hard value. */
export function generationRows(from: number, to: number, more = ""): string {
  return `SELECT '${sweepId}' AS sweep_id, 'c' AS cell_id, 'c-' || r AS chain_id, 'coin' AS family, 'replace' AS regime,
    (10 + r)::DOUBLE AS samples, (${pick(hardTexts, "r + g")}) AS name, r::BIGINT AS replicate, g::BIGINT AS generation,
    (CASE g WHEN 1 THEN 9223372036854775807 WHEN 2 THEN -9223372036854775808 ELSE g END)::BIGINT AS training_size,
    1 / g AS real_share, (${pick(hardDoubles, "r + g - 1")}) AS loss${more}, 'ok' AS status
    FROM range(${from}, ${to}) a(r), range(1, 11) b(g) ORDER BY r, g`;
}

export const otherTables: Readonly<Record<Exclude<TableName, "generations">, readonly string[]>> = {
  chains: [
    `SELECT '${sweepId}' AS sweep_id, 'c-0' AS chain_id, 'c' AS cell_id, 0::BIGINT AS replicate, true AS complete`,
  ],
  cells: [
    `SELECT '${sweepId}' AS sweep_id, 'c' AS cell_id, 'loss' AS metric, 1::BIGINT AS generation, 0::BIGINT AS prediction, 0.5::DOUBLE AS mean`,
  ],
  failures: [
    `SELECT '${sweepId}' AS sweep_id, 'c' AS cell_id, 0::BIGINT AS first_replicate, 'a' || chr(0) || 'b' AS message LIMIT 0`,
  ],
};

function pick(choices: readonly string[], index: string): string {
  const cases = choices.map((choice, i) => `WHEN ${i} THEN ${choice}`).join(" ");
  return `CASE (${index}) % ${choices.length} ${cases} END`;
}

/** Publishes a dataset made of these SELECTs, one a file, as compaction would leave it. */
export async function publish(
  store: Store,
  snapshot: number,
  generations: readonly string[],
  more: Partial<typeof otherTables> = {},
): Promise<DatasetManifest> {
  const selects = { generations, ...otherTables, ...more };
  const folder = await mkdtemp(join(tmpdir(), "ouro-published-"));
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  try {
    const tables = {} as Record<TableName, { rows: number; files: DatasetFile[] }>;
    for (const table of tableNames) {
      const files: DatasetFile[] = [];
      for (const [index, select] of selects[table].entries()) {
        const local = join(folder, "file.parquet");
        await connection.run(
          `COPY (${select}) TO ${text(local)} (FORMAT parquet, COMPRESSION zstd, DICTIONARY_SIZE_LIMIT 0)`,
        );
        const rows = Number(
          (await connection.runAndReadAll(`SELECT count(*) FROM ${text(local)}`)).getRows()[0]?.[0],
        );
        const bytes = await readFile(local);
        const partition = table === "generations" ? "by_family=coin/by_regime=replace/" : "";
        const path = `${table}/${partition}${String(snapshot).padStart(8, "0")}-${String(index).padStart(6, "0")}.parquet`;
        await store.write(datasetFolder(sweepId) + path, bytes);
        files.push({
          path,
          rows,
          bytes: bytes.length,
          sha256: createHash("sha256").update(bytes).digest("hex"),
        });
      }
      tables[table] = { files, rows: files.reduce((sum, { rows }) => sum + rows, 0) };
    }
    const manifest: DatasetManifest = {
      format: 1,
      sweepId,
      specDigest: "d".repeat(64),
      revision: 1,
      numericsVersion: 1,
      packageVersion: "1.2.3",
      snapshot,
      complete: false,
      chains: 1,
      chainsComplete: 1,
      computeSeconds: 1,
      digest: "e".repeat(64),
      tables,
    };
    await store.write(manifestKey(sweepId), sealed(manifest, 1));
    return manifest;
  } finally {
    connection.closeSync();
    instance.closeSync();
    await rm(folder, { recursive: true, force: true });
  }
}
