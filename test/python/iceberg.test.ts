import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openEngine } from "../../src/storage/dataset/engine.ts";
import { readManifest, tableNames } from "../../src/storage/dataset/manifest.ts";
import { publishDataset } from "../../src/storage/dataset/publish.ts";
import { datasetFolder } from "../../src/storage/layout.ts";
import { fileStore } from "../../src/storage/file.ts";
import { advanceSample, metrics, samplePlan } from "../storage/samples.ts";
import { pythonWith } from "../support/python.ts";

const script = fileURLToPath(new URL("iceberg.py", import.meta.url));
const plan = samplePlan();
/** Modules that a reader needs, by the function of the script. */
const readers = { pyiceberg: ["pyiceberg"], duckdb: ["duckdb", "duckdb_ext"], pyspark: ["pyspark"] };

let folder: string;
/** By table: names of columns, and rows as the script prints them. */
const expected = new Map<string, { names: string[]; rows: string[] }>();
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ouro-iceberg-"));
  const store = fileStore(join(folder, "store"));
  const options = { metricsOf: () => metrics, threads: 1, memoryLimit: "128MB" };
  // Two snapshots, and files of two folders.
  for (const cohorts of [6, 9]) {
    for (let cohort = 0; cohort < cohorts; cohort++)
      await advanceSample(store, plan, cohort, [plan.generations], ({ metrics: [, any] }) =>
        any?.fill(Number.NaN, 0, 2),
      );
    await publishDataset(store, plan, options);
  }
  const manifest = await readManifest(store, plan.sweepId);
  const engine = await openEngine(options);
  for (const table of tableNames) {
    const paths = manifest!.tables[table].files.map(
      ({ path }) => `'${store.locate(datasetFolder(plan.sweepId) + path)}'`,
    );
    const read = await engine.connection.runAndReadAll(
      `SELECT * FROM read_parquet([${paths.join(", ")}], hive_partitioning = false)`,
    );
    const types = read.columnTypes().map(String);
    const rows = read.getRows().map((row) => row.map((value, index) => plain(value, types[index]!)));
    expected.set(table, { names: read.columnNames(), rows: rows.map((row) => JSON.stringify(row)).sort() });
  }
  await engine.close();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function plain(value: unknown, type: string): unknown {
  if (value === null || typeof value === "boolean" || type === "VARCHAR") return value;
  if (type !== "DOUBLE") return String(value);
  if (Number.isNaN(value)) return "nan";
  const bits = Buffer.alloc(8);
  bits.writeDoubleBE(value as number);
  return bits.toString("hex");
}

describe.each(Object.entries(readers))("%s", (reader, packages) => {
  const python = pythonWith(...packages);
  if (python === undefined)
    console.warn(
      `${packages.join(", ")} not installed for OURO_PYTHON or python3: Iceberg is NOT read with it.`,
    );

  it.skipIf(python === undefined)(
    "reads every row of every table, bit by bit",
    () => {
      const place = join(folder, "store", datasetFolder(plan.sweepId), "iceberg");
      const asked = Object.fromEntries([...expected].map(([table, { names }]) => [table, names]));
      const printed = execFileSync(python ?? "", [script, reader, place, JSON.stringify(asked)], {
        encoding: "utf8",
        maxBuffer: 2 ** 30,
        stdio: ["ignore", "pipe", "pipe"],
      });
      const found = JSON.parse(/^RESULT(.*)$/m.exec(printed)?.[1] ?? "{}") as Record<string, unknown[]>;
      for (const table of tableNames) {
        const rows = (found[table] ?? []).map((row) => JSON.stringify(row)).sort();
        expect(rows, table).toEqual(expected.get(table)?.rows);
        expect(rows.length > 0, table).toBe(table !== "failures");
      }
    },
    600_000,
  ); // Spark fetches its runtime for Iceberg at first
});
