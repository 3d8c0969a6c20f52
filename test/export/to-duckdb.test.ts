import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterEach, beforeEach, expect, it } from "vitest";
import { ConflictError, StoreError } from "../../src/core/errors.ts";
import { exportDataset } from "../../src/export/export.ts";
import type { ExportResult } from "../../src/export/options.ts";
import { fileStore } from "../../src/storage/file.ts";
import type { Store } from "../../src/storage/store.ts";
import { killedAtFile } from "./killed.ts";
import { generationRows, otherTables, publish, sweepId } from "./published.ts";
import { bitsOf, doublesOf, rowsOf } from "./rows.ts";

let folder: string;
let store: Store;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ouro-export-"));
  store = fileStore(join(folder, "store"));
  path = join(folder, "it's", "results.duckdb");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const exported = (schema?: string): Promise<ExportResult> =>
  exportDataset(store, sweepId, { kind: "duckdb", path }, { schema });

async function ask(sql: string): Promise<Record<string, unknown>[]> {
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  try {
    return (await connection.runAndReadAll(sql)).getRowObjectsJS();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

it("holds every row and every bit of it", async () => {
  await publish(store, 1, [generationRows(0, 3), generationRows(3, 7)]);
  expect((await exported()).tables.generations).toEqual({ rows: 70, written: 70, removed: 0 });
  const rows = await ask("SELECT * FROM generations ORDER BY replicate, generation");
  const expected = await rowsOf(store, sweepId, "generations");
  expect(doublesOf(rows, "loss")).toEqual(doublesOf(expected, "loss"));
  expect(doublesOf(rows, "loss")).toContain(bitsOf(-0));
  expect(rows.map(({ name }) => name)).toEqual(expected.map(({ name }) => name));
  expect(rows.map(({ training_size }) => training_size)).toEqual(
    expected.map(({ training_size }) => BigInt(training_size as number)),
  );
});

it("says what tables and columns mean, also of columns that come later", async () => {
  await publish(store, 1, [generationRows(0, 2)]);
  await exported();
  expect(await ask("SELECT comment FROM duckdb_tables() WHERE table_name = 'chains'")).toEqual([
    { comment: "a row per chain that the plan asks for, begun or not" },
  ]);
  const chains = otherTables.chains.map((row) => `${row}, 2::BIGINT AS attempts, 'x' AS stranger`);
  await publish(store, 2, [generationRows(0, 2)], { chains });
  await exported();
  const columns = `SELECT column_name AS name, comment FROM duckdb_columns()
    WHERE table_name = 'chains' AND column_name IN ('replicate', 'attempts', 'stranger') ORDER BY ALL`;
  expect(await ask(columns)).toEqual([
    { name: "attempts", comment: "1, and one more for each time a segment had to be tried again" },
    { name: "replicate", comment: "number of the chain in its cell, from 0" },
    { name: "stranger", comment: null },
  ]);
});

it("writes what changed, removes what is gone, adds columns, in a schema of one's choice", async () => {
  await publish(store, 1, [generationRows(0, 2), generationRows(2, 5)]);
  await exported("my sweeps");
  expect((await exported("my sweeps")).tables.generations.written).toBe(0);
  await publish(store, 2, [generationRows(0, 2), generationRows(2, 4, ", 7::DOUBLE AS risk")]);
  expect((await exported("my sweeps")).tables.generations).toEqual({ rows: 40, written: 20, removed: 30 });
  const rows = await ask(`SELECT replicate, risk FROM "my sweeps".generations ORDER BY ALL`);
  expect(rows.map(({ risk }) => risk)).toEqual([...Array(20).fill(null), ...Array(20).fill(7)]);
});

it("ends with exactly the rows, once, after it was killed in the middle", async () => {
  const before = Array.from({ length: 3 }, (_, i) => generationRows(2 * i, 2 * i + 2));
  await publish(store, 1, before);
  await exported();
  const after = Array.from({ length: 5 }, (_, i) => generationRows(3 * i, 3 * i + 3, ", 7::DOUBLE AS risk"));
  const { tables } = await publish(store, 2, after);
  const third = store.locate(`${sweepId}/dataset/${tables.generations.files[2]?.path}`);
  const args = ["export", sweepId, "--to", `duckdb:${path}`, "--store", join(folder, "store")];
  await killedAtFile(args, third, folder);
  expect(
    await ask("SELECT whole, (SELECT count(*)::INT FROM generations) AS rows FROM ouro_exports"),
  ).toEqual([{ whole: false, rows: 60 }]);
  expect((await exported()).tables.generations).toEqual({ rows: 150, written: 90, removed: 0 });
  const [counts] = await ask(
    "SELECT count(*)::INT AS n, count(DISTINCT replicate * 100 + generation)::INT AS k, sum(risk)::INT AS r, any_value(whole) AS whole FROM generations, ouro_exports",
  );
  expect(counts).toEqual({ n: 150, k: 150, r: 7 * 150, whole: true });
}, 180_000);

it("refuses a table that is not its own, and says so of a file that is no database", async () => {
  await publish(store, 1, [generationRows(0, 1)]);
  await exported();
  await ask("CREATE SCHEMA s; CREATE TABLE s.generations (replicate VARCHAR)");
  await expect(exported("s")).rejects.toThrow(ConflictError);
  path = join(folder, "store", sweepId, "dataset", "manifest.json");
  await expect(exported()).rejects.toThrow(StoreError);
});
