import { cpSync, readdirSync, readFileSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { DatasetManifest } from "../../../src/storage/dataset/manifest.ts";
import { readCoverage } from "../../../src/storage/dataset/coverage.ts";
import { publishDataset } from "../../../src/storage/dataset/publish.ts";
import { queryDataset } from "../../../src/storage/dataset/query.ts";
import { fixedTypes } from "../../../src/storage/dataset/fixed-columns.ts";
import { tableSchemas } from "../../../src/storage/dataset/schema.ts";
import { fileStore } from "../../../src/storage/file.ts";
import { datasetFolder, manifestKey, snapshotKey, snapshotsFolder } from "../../../src/storage/layout.ts";
import { sealed, unsealed } from "../../../src/storage/sealed-json.ts";
import { sha256 } from "../../../src/storage/set-aside.ts";
import { advanceSample, metrics, samplePlan } from "../samples.ts";

const recorded = fileURLToPath(new URL("../../datasets/", import.meta.url));
const versions = readdirSync(recorded, { withFileTypes: true }).filter((entry) => entry.isDirectory());
const plan = samplePlan();
const options = { metricsOf: () => metrics };

/** What the recorded sweep brings: parameters and metrics of its family. */
const brought = new Set([
  ...["samples", "param_p"],
  ...["p", "squared_error", "variance", "heterozygosity", "nonzero", "alive"],
]);

/** The type that a column of an older file has today: keys were INT32 once, which every reader widens. */
const today = (type: string): string => (type === "INTEGER" ? "BIGINT" : type);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ouro-evolution-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Columns of a Parquet file or several, by name. */
async function columnsIn(paths: readonly string[]): Promise<Map<string, string>> {
  const rows = await ask(`DESCRIBE SELECT * FROM ${together(paths)}`);
  return new Map(rows.map(([name, type]) => [String(name), String(type)]));
}

function together(paths: readonly string[]): string {
  const list = paths.map((path) => `'${path}'`).join(", ");
  return `read_parquet([${list}], union_by_name = true, hive_partitioning = false)`;
}

async function ask(sql: string): Promise<unknown[][]> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const rows = (await connection.runAndReadAll(sql)).getRowsJS() as unknown[][];
  connection.closeSync();
  return rows;
}

describe.each(versions.map(({ name }) => name))("a dataset of version %s", (version) => {
  const old = JSON.parse(readFileSync(join(recorded, version, "manifest.json"), "utf8")) as DatasetManifest;
  const oldFiles = (table: keyof DatasetManifest["tables"]): string[] =>
    old.tables[table].files.map(({ path }) => join(recorded, version, path));

  it("is queried as it is", async () => {
    const store = fileStore(join(folder, "store"));
    cpSync(join(recorded, version), store.locate(datasetFolder(old.sweepId).slice(0, -1)), {
      recursive: true,
    });
    const sql = "SELECT count(*), sum(generations)::INTEGER FROM chains";
    expect((await queryDataset(store, old.sweepId, sql)).rows).toEqual([[12, 48]]);
  });

  it.each(tableSchemas)(
    "has no column of $name that is gone or of another type today, but for wider keys",
    async (schema) => {
      const columns = await columnsIn(oldFiles(schema.name));
      const types = new Map(Object.entries(fixedTypes(schema.name)));
      const fixed = [...columns].filter(([name]) => !brought.has(name));
      expect(fixed.length).toBeGreaterThan(5);
      for (const [name, type] of fixed) expect([name, types.get(name)]).toEqual([name, today(type)]);
    },
  );

  it.each(tableSchemas)("is read together with one of today, by name: $name", async ({ name }) => {
    const store = fileStore(join(folder, "store"));
    for (let cohort = 0; cohort < 9; cohort++) await advanceSample(store, plan, cohort, [8]);
    const now = await publishDataset(store, plan, options);
    const nowFiles = now.tables[name].files.map(({ path }) =>
      store.locate(datasetFolder(plan.sweepId) + path),
    );
    const [before, after] = [await columnsIn(oldFiles(name)), await columnsIn(nowFiles)];
    const files = [...oldFiles(name), ...nowFiles];
    const [counts] = await ask(`SELECT count(*)::INTEGER FROM ${together(files)}`);
    expect(counts).toEqual([old.tables[name].rows + now.tables[name].rows]);
    const all = await columnsIn(files);
    for (const [column, type] of [...before, ...after])
      expect([column, all.get(column)]).toEqual([column, today(type)]);
    const added = [...after.keys()].filter((column) => !before.has(column));
    for (const column of added) {
      const sql = `SELECT count("${column}")::INTEGER FROM ${together(files)} WHERE sweep_id = '${old.sweepId}'`;
      expect(await ask(sql)).toEqual([[0]]);
    }
  });
});

it("a dataset without snapshots is gone on from, and stays for its readers for a while", async () => {
  const store = fileStore(join(folder, "store"));
  for (let cohort = 0; cohort < 3; cohort++) await advanceSample(store, plan, cohort, [8]);
  const { coverage, publishedAt: _, ...older } = await publishDataset(store, plan, options);
  // As version 0.1.0 left it.
  await store.write(manifestKey(plan.sweepId), sealed(older, 1));
  await store.remove(snapshotKey(plan.sweepId, 1));
  await store.remove(datasetFolder(plan.sweepId) + coverage?.path);
  await advanceSample(store, plan, 3, [8]);
  expect(await publishDataset(store, plan, options)).toMatchObject({ snapshot: 2 });
  const sql = "SELECT count(*) FROM generations";
  expect((await queryDataset(store, plan.sweepId, sql)).rows).toEqual([[7 * 8]]);
  const names = (await store.list(snapshotsFolder(plan.sweepId))).map(({ key }) => key);
  expect(names).toEqual([snapshotKey(plan.sweepId, 1), snapshotKey(plan.sweepId, 2)]);
  const kept = unsealed((await store.read(names[0] ?? "")) ?? new Uint8Array(), "", "");
  expect(kept).toEqual(JSON.parse(JSON.stringify(older)));
  for (const { path } of older.tables.generations.files)
    expect(await store.read(datasetFolder(plan.sweepId) + path)).toBeDefined();
});

it("a file with narrower keys is read beside others, and made anew by the next publication", async () => {
  const store = fileStore(join(folder, "store"));
  for (let cohort = 0; cohort < 9; cohort++) await advanceSample(store, plan, cohort, [8]);
  const now = await publishDataset(store, plan, options);
  const [first, ...others] = now.tables.generations.files;
  expect(others).toHaveLength(1);
  const path = store.locate(`${datasetFolder(plan.sweepId)}${first?.path}`);
  const narrower = join(folder, "narrower.parquet");
  await ask(
    `COPY (SELECT * REPLACE (replicate::INTEGER AS replicate, generation::INTEGER AS generation) FROM '${path}') TO '${narrower}'`,
  );
  const bytes = await readFile(narrower);
  await writeFile(path, bytes);
  const sql =
    "SELECT sum(replicate) AS replicates, max(replicate) AS replicate, max(generation) AS generation FROM generations";
  const { columns, rows } = await queryDataset(store, plan.sweepId, sql);
  expect(columns.slice(1).map(({ type }) => type)).toEqual(["BIGINT", "BIGINT"]);
  expect(rows).toEqual([[3 * 8 * (0 + 1 + 2 + 3 + 4), 4, 8]]);

  // As it was left: every file is what its manifest says, and nothing is said of types.
  const { types: _, ...coverage } = (await readCoverage(store, now)) ?? {};
  const older = new TextEncoder().encode(JSON.stringify(coverage));
  await store.write(`${datasetFolder(plan.sweepId)}${now.coverage?.path}`, older);
  const file = { ...first, bytes: bytes.length, sha256: sha256(bytes) };
  const generations = { ...now.tables.generations, files: [file, ...others] };
  const manifest = {
    ...now,
    coverage: { ...now.coverage, bytes: older.length, sha256: sha256(older) },
    tables: { ...now.tables, generations },
  };
  await store.write(snapshotKey(plan.sweepId, 1), sealed(manifest, 1));
  const next = await publishDataset(store, plan, options);
  expect(next).toMatchObject({ snapshot: 2, digest: now.digest });
  const paths = next.tables.generations.files.map((each) =>
    store.locate(datasetFolder(plan.sweepId) + each.path),
  );
  for (const each of paths) expect((await columnsIn([each])).get("replicate")).toBe("BIGINT");
});
