import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { datasetFolder } from "../../../src/storage/layout.ts";
import { type DatasetManifest, pathsOf, readManifest } from "../../../src/storage/dataset/manifest.ts";
import { publishDataset, publishFinished } from "../../../src/storage/dataset/publish.ts";
import { queryDataset } from "../../../src/storage/dataset/query.ts";
import { fileStore } from "../../../src/storage/file.ts";
import { icebergPaths } from "../../../src/storage/iceberg/tables.ts";
import type { Store } from "../../../src/storage/store.ts";
import { advanceSample, metrics, samplePlan } from "../samples.ts";

const plan = samplePlan();
const cohorts = 9;
const options = { metricsOf: () => metrics, threads: 1, memoryLimit: "128MB" };
const all = [{ from: 0, to: cohorts }];
const hour = 3_600_000;
/** Ends of ten cohorts of two. */
const tens = Array.from({ length: 10 }, (_, index) => 2 * (index + 1));
const rows = (least: number) => ({ rows: least });

let folder: string;
let store: Store;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ouro-snapshots-"));
  store = fileStore(join(folder, "store"));
});
afterEach(async () => {
  vi.useRealTimers();
  await rm(folder, { recursive: true, force: true });
});

async function finish(to: Store, from: number, end: number, of = plan): Promise<void> {
  for (let cohort = from; cohort < end; cohort++) await advanceSample(to, of, cohort, [of.generations]);
}

async function names(): Promise<string[]> {
  const folderOf = datasetFolder(plan.sweepId);
  return (await store.list(folderOf)).map(({ key }) => key.slice(folderOf.length));
}

function namesOf(manifests: readonly (DatasetManifest | undefined)[]): string[] {
  const some = manifests.filter((manifest) => manifest !== undefined);
  const numbered = some.map(({ snapshot }) => `snapshots/${String(snapshot).padStart(8, "0")}.json`);
  const paths = [...some.flatMap(pathsOf), ...some.flatMap(icebergPaths)];
  return [...new Set([...paths, ...numbered, "manifest.json"])].sort();
}

const ask = async (from: Store, sql: string) => (await queryDataset(from, plan.sweepId, sql)).rows;

describe("snapshots of a sweep under way", () => {
  it("grow by the cohorts that ended, and end as the dataset that is made at once", async () => {
    const atOnce = fileStore(join(folder, "once"));
    await finish(atOnce, 0, cohorts);
    const whole = await publishDataset(atOnce, plan, options);

    await finish(store, 0, 4);
    await advanceSample(store, plan, 5, [3]);
    const first = await publishFinished(store, plan, all, rows(1), options);
    expect(first).toMatchObject({ snapshot: 1, complete: false, chainsComplete: 7 });
    expect(first?.tables.generations.rows).toBe(7 * 8);
    await finish(store, 4, 5);
    await advanceSample(store, plan, 5, [5]);
    await finish(store, 6, 7);
    const second = await publishFinished(store, plan, [{ from: 4, to: 7 }], rows(1), options);
    expect(second?.tables.generations.rows).toBe(12 * 8);
    // What was there stays as it is.
    expect(second?.tables.generations.files).toEqual(
      expect.arrayContaining([...(first?.tables.generations.files ?? [])]),
    );
    await finish(store, 7, cohorts);
    const last = await publishDataset(store, plan, options);
    expect(last).toMatchObject({ snapshot: 3, complete: true, digest: whole.digest });
    // Seconds are of the cuts, which differ.
    for (const table of ["generations", "(SELECT * EXCLUDE compute_seconds FROM chains)", "cells"]) {
      const sql = `SELECT * FROM ${table} ORDER BY ALL`;
      expect(await ask(store, sql)).toEqual(await ask(atOnce, sql));
    }
  });

  it("wait until they are worth it", async () => {
    await finish(store, 0, 4);
    expect(await publishFinished(store, plan, all, rows(57), options)).toBeUndefined();
    expect(await publishFinished(store, plan, all, rows(56), options)).toMatchObject({ snapshot: 1 });
    // 8 rows more are less than a quarter of 56; 24 are not.
    await finish(store, 5, 6);
    expect(await publishFinished(store, plan, all, rows(1), options)).toBeUndefined();
    await finish(store, 6, 7);
    expect(await publishFinished(store, plan, all, rows(1), options)).toMatchObject({ snapshot: 2 });
  });

  it("are worth fewer rows the longer the one before is ago", async () => {
    await finish(store, 0, 1);
    const after = async (seconds: number) =>
      await publishFinished(store, plan, all, { rows: 1000, since: Date.now() - 1000 * seconds }, options);
    expect(await after(0)).toBeUndefined();
    expect(await after(9)).toBeUndefined();
    expect(await after(11)).toMatchObject({ snapshot: 1, chainsComplete: 2 });
    // However long ago it began: there is nothing new, and then the one before is from just now.
    expect(await after(1e6)).toBeUndefined();
    await finish(store, 1, 2);
    expect(await after(1e6)).toBeUndefined();
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + hour });
    expect(await after(1e6)).toMatchObject({ snapshot: 2, chainsComplete: 4 });
  });

  it("of a cohort each end as the same rows in the same files as one of all, and hold few files meanwhile", async () => {
    const atOnce = fileStore(join(folder, "once"));
    const fine = samplePlan({ replicates: 20, cells: plan.cells.slice(0, 1), cuts: [tens] });
    await finish(atOnce, 0, 10, fine);
    const whole = await publishDataset(atOnce, fine, options);
    const begin = Date.now();
    for (let cohort = 0; cohort < 9; cohort++) {
      await finish(store, cohort, cohort + 1, fine);
      const ranges = [{ from: cohort, to: cohort + 1 }];
      vi.useFakeTimers({ toFake: ["Date"], now: begin + cohort * hour });
      const made = await publishFinished(store, fine, ranges, { rows: 1, since: 0 }, options);
      expect(made).toMatchObject({ snapshot: cohort + 1, chainsComplete: 2 * (cohort + 1) });
      expect(made?.tables.generations.files.length).toBeLessThanOrEqual(8);
    }
    await finish(store, 9, 10, fine);
    const last = await publishDataset(store, fine, options);
    expect(last).toMatchObject({ complete: true, digest: whole.digest, cells: 1, cellsComplete: 1 });
    const sizes = ({ tables }: DatasetManifest) =>
      tables.generations.files.map(({ bytes, rows: held }) => [bytes, held]);
    expect(sizes(last)).toEqual(sizes(whole));
    for (const table of ["generations", "(SELECT * EXCLUDE compute_seconds FROM chains)", "cells"]) {
      const sql = `SELECT * FROM ${table} ORDER BY ALL`;
      expect(await ask(store, sql)).toEqual(await ask(atOnce, sql));
    }
  });

  it("leave nothing behind where they are cancelled, and the one before stays", async () => {
    await finish(store, 0, 4);
    const first = await publishDataset(store, plan, options);
    await finish(store, 4, cohorts);
    for (const at of [0, 3, 7]) {
      const cancelled = new AbortController();
      let pieces = 0;
      const letOthers = (): Promise<void> => {
        if (pieces++ === at) cancelled.abort(new Error("cancelled"));
        return Promise.resolve();
      };
      const making = publishDataset(store, plan, { ...options, letOthers, signal: cancelled.signal });
      await expect(making).rejects.toThrow("cancelled");
      expect(await names()).toEqual(namesOf([first]));
    }
  });

  it("are not made where nothing changed", async () => {
    await finish(store, 0, 3);
    const first = await publishDataset(store, plan, options);
    expect(await publishDataset(store, plan, options)).toEqual(first);
    expect(await publishFinished(store, plan, all, rows(0), options)).toBeUndefined();
    expect(await names()).toEqual(namesOf([first]));
  });

  it("take in more generations and more replicates, and leave out cells that are no longer in the plan", async () => {
    await finish(store, 0, cohorts);
    await publishDataset(store, plan, options);
    const more = samplePlan({ generations: 11, replicates: 6, cuts: [[2, 4, 5, 6]], revision: 2 });
    for (let cohort = 0; cohort < 12; cohort++)
      await advanceSample(store, more, cohort, cohort % 4 === 3 ? [11] : [3]);
    const extended = await publishDataset(store, more, options);
    expect(extended).toMatchObject({ snapshot: 2, complete: true, chains: 18 });
    const anew = fileStore(join(folder, "anew"));
    for (let cohort = 0; cohort < 12; cohort++) await advanceSample(anew, more, cohort, [11]);
    expect(extended.digest).toBe((await publishDataset(anew, more, options)).digest);
    const sql = "SELECT * FROM generations ORDER BY ALL";
    expect(await ask(store, sql)).toEqual(await ask(anew, sql));

    const fewer = { ...more, cells: more.cells.slice(1), revision: 3 };
    const narrowed = await publishDataset(store, fewer, options);
    expect(narrowed.tables.generations.rows).toBe(2 * 6 * 11);
    expect(await ask(store, "SELECT count(DISTINCT cell_id) FROM generations")).toEqual([[2]]);
    expect(await ask(store, "SELECT count(DISTINCT cell_id) FROM cells")).toEqual([[2]]);
  });

  it("are made anew where a file of theirs was lost", async () => {
    await finish(store, 0, 3);
    const first = await publishDataset(store, plan, options);
    for (const table of ["generations", "cells"] as const)
      await store.remove(datasetFolder(plan.sweepId) + first.tables[table].files[0]?.path);
    const second = await publishDataset(store, plan, options);
    expect(second).toMatchObject({ snapshot: 2, digest: first.digest });
    expect(await ask(store, "SELECT count(*) FROM generations")).toEqual([[5 * 8]]);
  });

  it("are pruned once they are old, but for the two newest, with what nobody names", async () => {
    const made: (DatasetManifest | undefined)[] = [];
    for (let cohort = 0; cohort < 4; cohort++) {
      await finish(store, cohort, cohort + 1);
      made.push(await publishFinished(store, plan, all, rows(1), options));
    }
    expect(await names()).toEqual(namesOf(made));
    await store.write(
      `${datasetFolder(plan.sweepId)}cells/00000003-000000-deadbeef.parquet`,
      new Uint8Array(3),
    );
    await publishDataset(store, plan, { ...options, graceMs: -1 });
    expect(await names()).toEqual(namesOf(made.slice(-2)));
  });

  it("of two that are made at once hold all rows, and lose no file", async () => {
    await finish(store, 0, cohorts);
    const manifests = await Promise.all([0, 1, 2].map(() => publishDataset(store, plan, options)));
    const now = await readManifest(store, plan.sweepId);
    for (const manifest of manifests) expect(manifest.digest).toBe(now?.digest);
    expect(now).toMatchObject({ snapshot: 1, complete: true });
    expect(await names()).toEqual(namesOf([now]));
    expect(await ask(store, "SELECT count(*) FROM generations")).toEqual([[120]]);
  });
});

it("a publication that comes so late that its number was pruned gives way", async () => {
  await finish(store, 0, 2);
  let overtaken = false;
  const slow: Store = {
    ...store,
    write: async (key, bytes) => {
      await store.write(key, bytes);
      if (overtaken || !key.includes("/dataset/coverage/")) return;
      overtaken = true;
      for (let cohort = 2; cohort < 6; cohort++) {
        await finish(store, cohort, cohort + 1);
        await publishDataset(store, plan, { ...options, graceMs: -1 });
      }
    },
  };
  const late = await publishDataset(slow, plan, options);
  expect(late).toEqual(await readManifest(store, plan.sweepId));
  expect(late).toMatchObject({ snapshot: 4, chainsComplete: 10 });
});
