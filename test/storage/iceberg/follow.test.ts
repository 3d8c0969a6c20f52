import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { readManifest } from "../../../src/storage/dataset/manifest.ts";
import { publishDataset } from "../../../src/storage/dataset/publish.ts";
import { fileStore } from "../../../src/storage/file.ts";
import { strayIceberg } from "../../../src/storage/iceberg/follow.ts";
import { icebergPaths } from "../../../src/storage/iceberg/tables.ts";
import { datasetFolder } from "../../../src/storage/layout.ts";
import type { Store } from "../../../src/storage/store.ts";
import { advanceSample, metrics, samplePlan } from "../samples.ts";

const plan = samplePlan();
const options = { metricsOf: () => metrics, threads: 1, memoryLimit: "128MB" };
const dataset = datasetFolder(plan.sweepId);
const hint = `${dataset}iceberg/generations/metadata/version-hint.text`;
const metadata = (snapshot: number) => `${dataset}iceberg/generations/metadata/v${snapshot}.metadata.json`;

let folder: string;
let store: Store;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ouro-follow-"));
  store = fileStore(join(folder, "store"));
  await advanceSample(store, plan, 0, [plan.generations]);
  await publishDataset(store, plan, options);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const text = async (key: string, of = store) => Buffer.from((await of.read(key)) ?? []).toString();
const strays = async (of = store) => await strayIceberg(of, (await readManifest(of, plan.sweepId))!);

it("follows every snapshot with tables that name its files", async () => {
  await advanceSample(store, plan, 1, [plan.generations]);
  const manifest = await publishDataset(store, plan, options);
  expect(await text(hint)).toBe("2");
  const table = JSON.parse(await text(metadata(2)));
  expect(table.location).toBe(`file://${store.locate(`${dataset}iceberg/generations`)}`);
  expect(table.snapshots).toMatchObject([
    { "snapshot-id": 2, summary: { "total-records": String(manifest.tables.generations.rows) } },
  ]);
  // Readers that began with the snapshot before find it.
  expect(JSON.parse(await text(metadata(1)))["current-snapshot-id"]).toBe(1);
  expect(table["table-uuid"]).toBe(JSON.parse(await text(metadata(1)))["table-uuid"]);
  expect(await strays()).toEqual([]);
});

it("is made good by the next publication, whatever is missing or wrong", async () => {
  const paths = icebergPaths((await readManifest(store, plan.sweepId))!).map((path) => dataset + path);
  const before = await Promise.all(paths.map((path) => text(path)));
  for (const [index, path] of paths.entries())
    if (index % 2) await store.remove(path);
    else await store.write(path, Buffer.from("0"));
  expect((await strays()).sort()).toEqual([...paths].sort());
  await publishDataset(store, plan, options);
  expect(await Promise.all(paths.map((path) => text(path)))).toEqual(before);
});

it("is sound where a store was moved to, and names its new place after the next publication", async () => {
  await cp(join(folder, "store"), join(folder, "moved"), { recursive: true });
  const moved = fileStore(join(folder, "moved"));
  expect(await strays(moved)).toEqual([]);
  await publishDataset(moved, plan, options);
  expect(await text(metadata(1), moved)).toContain(
    `file://${moved.locate(`${dataset}iceberg/generations`)}"`,
  );
  expect(await text(metadata(1), moved)).not.toContain(join(folder, "store"));
  expect(await strays(moved)).toEqual([]);
});

it("never points to tables whose files are not there", async () => {
  await advanceSample(store, plan, 1, [plan.generations]);
  const written: string[] = [];
  const watched: Store = {
    ...store,
    write: async (key, bytes) => {
      if (key === hint)
        expect(await store.read(metadata(Number(Buffer.from(bytes).toString())))).toBeDefined();
      written.push(key);
      await store.write(key, bytes);
    },
  };
  await publishDataset(watched, plan, options);
  // A publication that comes second must not be seen: nothing of Iceberg before the commit.
  const commit = written.indexOf(`${dataset}manifest.json`);
  expect(written.findIndex((key) => key.includes("/iceberg/"))).toBeGreaterThan(commit);
  expect(written).toContain(hint);
});
