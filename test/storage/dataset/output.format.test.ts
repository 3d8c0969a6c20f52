import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type FileMetaData, parquetMetadata } from "hyparquet";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DatasetManifest, type TableName, tableNames } from "../../../src/storage/dataset/manifest.ts";
import { publishDataset } from "../../../src/storage/dataset/publish.ts";
import { fileStore } from "../../../src/storage/file.ts";
import { registerSweep } from "../../../src/storage/registration.ts";
import { packageVersion } from "../../../src/version.ts";
import { advanceSample, metrics, samplePlan } from "../samples.ts";

/** 130,000 rows in the file of one regime and 65,000 in that of the other. */
const plan = samplePlan({ generations: 13_000 });
const spec = "name: sample # with a comment that 'stays'\n";

let folder: string;
let manifest: DatasetManifest;
const files = new Map<TableName, FileMetaData[]>();
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ouro-format-"));
  const store = fileStore(folder);
  await registerSweep(store, plan, spec);
  for (let cohort = 0; cohort < 9; cohort++) await advanceSample(store, plan, cohort, [plan.generations]);
  manifest = await publishDataset(store, plan, { metricsOf: () => metrics });
  for (const table of tableNames) {
    const read = manifest.tables[table].files.map(async ({ path }) => {
      const bytes = await readFile(store.locate(`${plan.sweepId}/dataset/${path}`));
      return parquetMetadata(new Uint8Array(bytes).buffer);
    });
    files.set(table, await Promise.all(read));
  }
}, 180_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const chunksOf = (table: TableName) =>
  (files.get(table) ?? []).flatMap(({ row_groups }) =>
    row_groups.flatMap(({ columns }) => columns.flatMap(({ meta_data }) => meta_data ?? [])),
  );

describe("files of the dataset", () => {
  it("have row groups of 100,000 to a million rows, but for the last", () => {
    const groups = (files.get("generations") ?? []).map(({ row_groups }) =>
      row_groups.map(({ num_rows }) => Number(num_rows)),
    );
    expect(groups.map((sizes) => sizes.length)).toEqual([2, 1]);
    for (const size of groups.flatMap((sizes) => sizes.slice(0, -1))) {
      expect(size).toBeGreaterThanOrEqual(1e5);
      expect(size).toBeLessThanOrEqual(1e6);
    }
  });

  it.each(tableNames.filter((name) => name !== "failures"))("are ZSTD with statistics, %s", (table) => {
    const chunks = chunksOf(table);
    expect(chunks.length).toBeGreaterThan(10);
    for (const { codec, statistics, path_in_schema, num_values } of chunks) {
      const [name] = path_in_schema;
      expect(codec, name).toBe("ZSTD");
      expect(statistics?.null_count, name).toBeDefined();
      // NaN has no order: where there is one in it, a column has no least and no greatest.
      const empty = statistics?.null_count === num_values;
      if (!empty && name !== "metric_status" && name !== "loss")
        expect([name, statistics?.min_value ?? statistics?.min]).not.toEqual([name, undefined]);
    }
  });

  it("have dictionaries for texts", () => {
    const texts = ["sweep_id", "cell_id", "family", "regime", "name", "status"];
    const found = chunksOf("generations").filter(({ path_in_schema: [name = ""] }) => texts.includes(name));
    expect(new Set(found.map(({ path_in_schema: [name] }) => name))).toEqual(new Set(texts));
    for (const { encodings, path_in_schema } of found)
      expect(
        encodings.some((name) => name.includes("DICTIONARY")),
        path_in_schema.join(),
      ).toBe(true);
  });

  it.each(tableNames)("say of which sweep they are and what made them, %s", (table) => {
    for (const { key_value_metadata } of files.get(table) ?? []) {
      const said = Object.fromEntries((key_value_metadata ?? []).map(({ key, value }) => [key, value]));
      expect(said).toMatchObject({
        sweep_id: plan.sweepId,
        spec_digest: plan.specDigest,
        plan_revision: "1",
        numerics_version: "1",
        package_version: packageVersion,
        spec,
      });
      if (table === "generations") expect(said["digest"]).toMatch(/^[0-9a-f]{64}$/);
    }
  });
});
