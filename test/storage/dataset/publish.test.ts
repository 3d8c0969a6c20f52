import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parquetMetadata } from "hyparquet";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CorruptionError, StoreError } from "../../../src/core/errors.ts";
import type { Theorem } from "../../../src/core/theory/prediction.ts";
import { icebergPaths } from "../../../src/storage/iceberg/tables.ts";
import { newestCheckpoint } from "../../../src/storage/checkpoints.ts";
import { cohortIdentity } from "../../../src/storage/cohort-identity.ts";
import {
  type DatasetManifest,
  pathsOf,
  readManifest,
  readManifestAt,
} from "../../../src/storage/dataset/manifest.ts";
import { publishDataset } from "../../../src/storage/dataset/publish.ts";
import { queryDataset } from "../../../src/storage/dataset/query.ts";
import { recordCohortFailure } from "../../../src/storage/failures.ts";
import { manifestKey } from "../../../src/storage/layout.ts";
import { fileStore } from "../../../src/storage/file.ts";
import type { Store } from "../../../src/storage/store.ts";
import { advanceSample, metrics, samplePlan, sampleValue } from "../samples.ts";

const plan = samplePlan();
const options = { metricsOf: () => metrics, threads: 2, memoryLimit: "256MB" };

let folder: string;
let store: Store;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ouro-dataset-"));
  store = fileStore(join(folder, "store"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function advanceAll(to: Store, cuts: readonly number[], from = plan): Promise<void> {
  for (let cohort = 0; cohort < 9; cohort++) await advanceSample(to, from, cohort, cuts);
}

async function namesIn(where: Store): Promise<string[]> {
  const all = await where.list(`${plan.sweepId}/dataset/`);
  return all.map(({ key }) => key.split("/dataset/")[1] ?? "");
}

/** What lies in `dataset/` where these snapshots are kept. */
function namesOf(...manifests: readonly DatasetManifest[]): string[] {
  const numbered = manifests.map(({ snapshot }) => `snapshots/${String(snapshot).padStart(8, "0")}.json`);
  const tables = manifests.flatMap(icebergPaths);
  return [...new Set([...manifests.flatMap(pathsOf), ...tables, ...numbered, "manifest.json"])].sort();
}

async function pointer(where: Store): Promise<DatasetManifest | undefined> {
  return await readManifestAt(where, plan.sweepId, manifestKey(plan.sweepId));
}

describe("the dataset", () => {
  it("holds every row once, every bit of it, sorted and with plain columns", async () => {
    await advanceAll(store, [3, 5]);
    const manifest = await publishDataset(store, plan, options);
    expect(manifest).toMatchObject({
      complete: true,
      chains: 15,
      chainsComplete: 15,
      snapshot: 1,
      computeSeconds: 9,
    });
    expect(manifest.tables.generations.rows).toBe(3 * 5 * 8);
    const { columns, rows } = await queryDataset(store, plan.sweepId, "SELECT * FROM generations");
    expect(columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
      "sweep_id VARCHAR",
      "cell_id VARCHAR",
      "chain_id VARCHAR",
      "family VARCHAR",
      "regime VARCHAR",
      "samples DOUBLE",
      "name VARCHAR",
      "replicate BIGINT",
      "generation BIGINT",
      "training_size BIGINT",
      "real_share DOUBLE",
      "loss DOUBLE",
      "metric_status DOUBLE",
      "status VARCHAR",
    ]);
    const expected = plan.cells.flatMap((cell) =>
      Array.from({ length: 40 }, (_, i) => {
        const [replicate, generation] = [Math.floor(i / 8), (i % 8) + 1];
        const ended = replicate === 1 && generation >= 4;
        const values = [
          ended ? null : sampleValue(cell.id, replicate, generation, 0),
          sampleValue(cell.id, replicate, generation, 1),
        ];
        return [
          plan.sweepId,
          cell.id,
          `${cell.id}-${replicate}`,
          "coin",
          cell.regime,
          10,
          cell.parameters["name"],
          replicate,
          generation,
          10 * generation,
          1 / generation,
          ...values,
          ended ? "absorbed" : "ok",
        ];
      }),
    );
    expect(rows).toEqual(expected);
  });

  it("is partitioned by family and regime, ZSTD, with the partition's columns inside", async () => {
    await advanceAll(store, [8]);
    const manifest = await publishDataset(store, plan, options);
    expect(manifest.tables.generations.files.map(({ path }) => path)).toEqual([
      expect.stringMatching(
        /^generations\/by_family=coin\/by_regime=replace\/00000001-000000-[0-9a-f]{8}\.parquet$/,
      ),
      expect.stringMatching(
        /^generations\/by_family=coin\/by_regime=accumulate\/00000001-000001-[0-9a-f]{8}\.parquet$/,
      ),
    ]);
    const [first] = manifest.tables.generations.files;
    const bytes = await readFile(store.locate(`${plan.sweepId}/dataset/${first?.path}`));
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
    const metadata = parquetMetadata(file);
    expect(metadata.row_groups[0]?.columns[0]?.meta_data?.codec).toBe("ZSTD");
    expect(metadata.key_value_metadata).toContainEqual({ key: "sweep_id", value: plan.sweepId });
    expect(metadata.schema.map(({ name }) => name)).toEqual(expect.arrayContaining(["family", "regime"]));
  });

  it("says of every chain how it ended, also of those that never began", async () => {
    await advanceSample(store, plan, 0, [5]);
    const manifest = await publishDataset(store, plan, options);
    expect(manifest).toMatchObject({ complete: false, chains: 15, chainsComplete: 0 });
    const { rows } = await queryDataset(
      store,
      plan.sweepId,
      "SELECT replicate, outcome, ended_at, generations, complete, compute_seconds, attempts, package_version FROM chains LIMIT 3",
    );
    expect(rows).toEqual([
      [0, "ok", null, 5, false, 0.25, 1, "1.2.3"],
      [1, "absorbed", 4, 5, false, 0.25, 1, "1.2.3"],
      [2, null, null, 0, false, 0, 0, null],
    ]);
  });

  it("can be published before anything was committed", async () => {
    const manifest = await publishDataset(store, plan, options);
    expect(manifest.tables.generations.rows).toBe(0);
    expect((await queryDataset(store, plan.sweepId, "SELECT loss FROM generations")).rows).toEqual([]);
  });

  it("lists cohorts that were given up, and not those that finished after all", async () => {
    await advanceSample(store, plan, 0, [8]);
    for (const cohort of [0, 4])
      await recordCohortFailure(store, cohortIdentity(plan, cohort), {
        type: "NumericalError",
        message: "it's off",
        attempts: 2,
        generation: 3,
      });
    await publishDataset(store, plan, options);
    const { rows } = await queryDataset(store, plan.sweepId, "SELECT * EXCLUDE (sweep_id) FROM failures");
    const id = plan.cells[1]?.id;
    expect(rows).toEqual([[id, 2, 2, "NumericalError", "it's off", 2, 3, `${id}-2`]]);
  });

  it("summarises cells as a plain loop does, and compares with theory", async () => {
    const many = samplePlan({ replicates: 40, cuts: [[40]], cells: plan.cells.slice(0, 1) });
    await advanceSample(store, many, 0, [8]);
    const theory: Theorem = (_, metric, generation) =>
      metric === "loss" && generation === 6
        ? [
            { kind: "exact", value: 1e9, source: "a paper" },
            { kind: "lower", value: -1e9, source: "another" },
          ]
        : undefined;
    await publishDataset(store, many, { ...options, theory });
    const sql = `SELECT metric, generation, n, mean, sd, se, q05, q50, theory_kind, theory_source, verdict FROM cells WHERE generation = 6`;
    const { rows } = await queryDataset(store, many.sweepId, sql);
    const id = many.cells[0]?.id ?? "";
    const values = Array.from({ length: 40 }, (_, r) => r)
      .filter((r) => r !== 1)
      .map((r) => sampleValue(id, r, 6, 0));
    expect(values.some((value) => !Number.isFinite(value))).toBe(true);
    const sorted = [...values].sort((a, b) => a - b);
    const loss = rows.filter(([metric]) => metric === "loss");
    expect(loss.map((row) => row.slice(8))).toEqual([
      ["exact", "a paper", null],
      ["lower", "another", null],
    ]);
    expect(loss[0]?.slice(0, 3)).toEqual(["loss", 6, 39]);
    expect(loss[0]?.[4]).toBeNull();
    expect(loss[0]?.[7]).toBe(sorted[19]);
  });

  it("has the mean, spread and z of a plain loop where all values are finite", async () => {
    await advanceAll(store, [8]);
    const theory: Theorem = () => [{ kind: "exact", value: 100, sd: 50, source: "a paper" }];
    await publishDataset(store, plan, { ...options, theory });
    const cell = plan.cells[1]?.id ?? "";
    const sql = `SELECT n, mean, sd, se, q25, ratio, z, verdict FROM cells WHERE metric = 'loss' AND generation = 6 AND cell_id = '${cell}'`;
    const { rows } = await queryDataset(store, plan.sweepId, sql);
    const values = [0, 2, 3, 4].map((replicate) => sampleValue(cell, replicate, 6, 0)).sort((a, b) => a - b);
    const mean = values.reduce((a, b) => a + b) / 4;
    const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 3);
    const [v0 = 0, v1 = 0] = values;
    const expected = [4, mean, sd, sd / 2, v0 + 0.75 * (v1 - v0), mean / 100, (mean - 100) / 25];
    for (const [index, value] of expected.entries())
      expect(Number(rows[0]?.[index]) / value).toBeCloseTo(1, 12);
    expect(rows[0]?.[7]).toBe(Math.abs((mean - 100) / 25) <= 4 ? "agrees" : "differs");
  });

  it.each([1, 500, 1e9])(
    "has the digest of its rows however they were cut, files of %i bytes",
    async (bytesPerFile) => {
      const other = fileStore(join(folder, "other"));
      await advanceAll(store, [8]);
      await advanceAll(other, [1, 1, 2, 3, 1], samplePlan({ cuts: [[2, 4, 5]] }));
      const a = await publishDataset(store, plan, options);
      const b = await publishDataset(other, plan, { ...options, bytesPerFile });
      expect(b.digest).toBe(a.digest);
      expect(b.tables.generations.rows).toBe(a.tables.generations.rows);
      const sql = "SELECT * FROM cells";
      expect(await queryDataset(other, plan.sweepId, sql)).toEqual(
        await queryDataset(store, plan.sweepId, sql),
      );
    },
  );

  it("has the digest of its rows whatever the cohort size", async () => {
    const other = fileStore(join(folder, "other"));
    const alone = samplePlan({ cuts: [[5]] });
    await advanceAll(store, [8]);
    for (let cohort = 0; cohort < 3; cohort++) await advanceSample(other, alone, cohort, [8]);
    const { digest } = await publishDataset(store, plan, options);
    expect((await publishDataset(other, alone, options)).digest).toBe(digest);
  });

  it.each([
    ["the last bit of one value", 0, (bits: bigint) => bits ^ 1n],
    ["the sign of a zero", 3, (bits: bigint) => (bits === 0n ? 1n << 63n : bits)],
  ] as const)("has another digest when %s differs", async (_, cohort, change) => {
    const other = fileStore(join(folder, "other"));
    let changes = 0;
    await advanceSample(store, plan, cohort, [8]);
    await advanceSample(other, plan, cohort, [8], ({ metrics: [, values = new Float64Array()] }) => {
      const bits = new BigUint64Array(values.buffer);
      const at = bits.findIndex((word) => change(word) !== word);
      changes += at < 0 ? 0 : 1;
      bits[at] = change(bits[at] ?? 0n);
    });
    expect(changes).toBe(1);
    const { digest } = await publishDataset(store, plan, options);
    expect((await publishDataset(other, plan, options)).digest).not.toBe(digest);
  });

  it.each(["generations", "chains", "cells", "failures", "coverage", "snapshots"])(
    "stays as it was when the next publication dies at %s, and the one after succeeds",
    async (where) => {
      await advanceAll(store, [3]);
      const first = await publishDataset(store, plan, options);
      await advanceAll(store, [5]);
      const die = (key: string): void => {
        if (key.includes(`/dataset/${where}/`)) throw new StoreError("power cut");
      };
      const dying: Store = {
        ...store,
        write: async (key, bytes) => (die(key), await store.write(key, bytes)),
        writeFile: async (key, scratch, make) =>
          await store.writeFile(key, scratch, async (path) => {
            const made = await make(path);
            die(key);
            return made;
          }),
        create: async (key, bytes) => (die(key), await store.create(key, bytes)),
      };
      await expect(publishDataset(dying, plan, options)).rejects.toThrow("power cut");
      expect(await readManifest(store, plan.sweepId)).toEqual(first);
      const sql = "SELECT count(*), max(generation) FROM generations";
      expect((await queryDataset(store, plan.sweepId, sql)).rows).toEqual([[45, 3]]);
      const last: DatasetManifest = await publishDataset(store, plan, options);
      expect(last.complete).toBe(true);
      expect((await queryDataset(store, plan.sweepId, sql)).rows).toEqual([[120, 8]]);
      expect(await namesIn(store)).toEqual(namesOf(first, last));
    },
  );

  it("is the new one when a publication dies before manifest.json, which the next one mends", async () => {
    await advanceAll(store, [3]);
    await publishDataset(store, plan, options);
    await advanceAll(store, [5]);
    const dying: Store = {
      ...store,
      write: async (key, bytes) => {
        if (key === manifestKey(plan.sweepId)) throw new StoreError("power cut");
        await store.write(key, bytes);
      },
    };
    await expect(publishDataset(dying, plan, options)).rejects.toThrow("power cut");
    const now = await readManifest(store, plan.sweepId);
    expect(now).toMatchObject({ snapshot: 2, complete: true });
    expect(await pointer(store)).toMatchObject({ snapshot: 1 });
    expect(await publishDataset(store, plan, options)).toEqual(now);
    expect(await pointer(store)).toEqual(now);
  });

  it("refuses a part whose bytes changed, sets it aside, and the cohort's rows are made anew", async () => {
    await advanceAll(store, [4, 4]);
    const other = fileStore(join(folder, "other"));
    await advanceAll(other, [8]);
    const { digest } = await publishDataset(other, plan, options);
    const part = (await newestCheckpoint(store, cohortIdentity(plan, 4)))?.parts[1];
    const bytes = Uint8Array.from((await store.read(part?.key ?? "")) ?? []);
    bytes[200] = (bytes[200] ?? 0) ^ 1;
    await store.write(part?.key ?? "", bytes);
    await expect(publishDataset(store, plan, options)).rejects.toThrow(CorruptionError);
    expect((await newestCheckpoint(store, cohortIdentity(plan, 4)))?.generation).toBe(4);
    await advanceSample(store, plan, 4, [4]);
    expect((await publishDataset(store, plan, options)).digest).toBe(digest);
  });

  it("ends when it is told to, and leaves nothing in the scratch folder", async () => {
    await advanceAll(store, [8]);
    const scratch = await mkdtemp(join(folder, "scratch-"));
    const told = new AbortController();
    const publishing = publishDataset(store, plan, {
      ...options,
      scratch,
      signal: told.signal,
      onProgress: () => told.abort(new Error("told to")),
    });
    await expect(publishing).rejects.toThrow("told to");
    expect(await readdir(scratch)).toEqual([]);
    expect(await readManifest(store, plan.sweepId)).toBeUndefined();
  });
});
