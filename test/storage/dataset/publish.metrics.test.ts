import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { newestCheckpoint } from "../../../src/storage/checkpoints.ts";
import { cohortIdentity } from "../../../src/storage/cohort-identity.ts";
import { heldMetrics } from "../../../src/storage/dataset/held-metrics.ts";
import type { DatasetManifest } from "../../../src/storage/dataset/manifest.ts";
import { publishDataset } from "../../../src/storage/dataset/publish.ts";
import { queryDataset } from "../../../src/storage/dataset/query.ts";
import { fileStore } from "../../../src/storage/file.ts";
import { checkSweep } from "../../../src/storage/fsck/check.ts";
import { registerSweep } from "../../../src/storage/registration.ts";
import { withReuse, takeOver } from "../../../src/storage/reuse.ts";
import type { Store } from "../../../src/storage/store.ts";
import { advanceSample, metrics, samplePlan } from "../samples.ts";

// A family of two metrics, one of which came with a later version. The first is left out as well as the second: so no
// metric is where it was.

const plan = samplePlan();
const cohorts = [0, 1, 2, 3, 4, 5, 6, 7, 8];
const [loss, other] = [["loss"], ["status"]];
const unchanged = (): void => {};

let folder: string;
let store: Store;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ouro-metrics-"));
  store = fileStore(join(folder, "store"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function advance(cohort: number, lengths: readonly number[], known: readonly string[]): Promise<void> {
  await advanceSample(store, plan, cohort, lengths, unchanged, known);
}

async function publish(known: readonly string[] = metrics, bytesPerFile?: number): Promise<DatasetManifest> {
  return await publishDataset(store, plan, { metricsOf: () => known, bytesPerFile });
}

/** Of the newest dataset: names of columns are those of metrics, but for `status`, which is a fixed column. */
async function ask(sql: string): Promise<readonly (readonly unknown[])[]> {
  return (await queryDataset(store, plan.sweepId, sql)).rows;
}

/** Cohort 0 was begun and 1 ended before the change; where there are more, they came after. */
async function mixed(known: readonly string[]): Promise<void> {
  await advance(0, [2, 1], known);
  await advance(1, [8], known);
  await advance(0, [5], metrics);
  for (const cohort of cohorts.slice(2)) await advance(cohort, [8], metrics);
}

const values = "cell_id, replicate, generation, status, loss, metric_status";
const old =
  "(cell_id = (SELECT cell_id FROM chains LIMIT 1) AND (replicate < 2 AND generation <= 3 OR replicate IN (2, 3)))";

it.each([
  { known: loss, column: "metric_status" },
  { known: other, column: "loss" },
])(
  "rows from before a metric are null in it, and all others as they are: without $column",
  async ({ known, column }) => {
    for (const cohort of cohorts) await advance(cohort, [8], metrics);
    await publish();
    const wanted = await ask(
      `SELECT * REPLACE (if(${old}, NULL, ${column}) AS ${column}) FROM (SELECT ${values} FROM generations) ORDER BY ALL`,
    );
    const summaries = `SELECT * EXCLUDE (sweep_id) FROM cells WHERE metric = '${known[0]}' ORDER BY cell_id, generation`;
    const summarised = await ask(summaries);

    store = fileStore(join(folder, "mixed"));
    await mixed(known);
    await publish();
    expect(await ask(`SELECT ${values} FROM generations ORDER BY ALL`)).toEqual(wanted);
    expect(await ask(summaries)).toEqual(summarised);
    const metric = metrics.find((name) => name !== known[0]);
    const counts = await ask(
      `SELECT generation::INTEGER, n::INTEGER FROM cells WHERE metric = '${metric}' AND cell_id = (SELECT cell_id FROM chains LIMIT 1) ORDER BY 1`,
    );
    const defined = (generation: number): number => (column === "loss" && generation >= 4 ? 1 : 0);
    // One of five chains never has it, two have it from generation 4, where one of them is absorbed and has no loss.
    expect(counts).toEqual(Array.from({ length: 8 }, (_, i) => [i + 1, i < 3 ? 1 : 3 - defined(i + 1)]));
  },
);

it("the digest is of what was computed, whoever publishes it, and however it is packed", async () => {
  for (const cohort of cohorts) await advance(cohort, [8], loss);
  const { digest } = await publish(loss);
  expect((await publish()).digest).toBe(digest);
  expect((await publish(loss)).digest).toBe(digest);

  store = fileStore(join(folder, "mixed"));
  await mixed(loss);
  const once = await publish();
  expect(once.digest).not.toBe(digest);

  // The same in three publications, of which the first was the older version's, and in small files.
  store = fileStore(join(folder, "again"));
  await advance(0, [2, 1], loss);
  await advance(1, [8], loss);
  await publish(loss, 1);
  for (const cohort of cohorts.slice(2)) await advance(cohort, [8], metrics);
  await publish(metrics, 1);
  await advance(0, [5], metrics);
  const manifest = await publish(metrics, 1);
  expect(manifest.digest).toBe(once.digest);
  expect(await heldMetrics(store, manifest, plan.cells[0]?.id ?? "", 0)).toEqual(new Set(loss));
  expect(await heldMetrics(store, manifest, plan.cells[0]?.id ?? "", 4)).toEqual(new Set(metrics));
});

it("such a store is sound, also where small parts were made few", async () => {
  const long = samplePlan({ generations: 150, cuts: [[5]] });
  await registerSweep(store, long, "{}");
  for (const [steps, known] of [
    [20, loss],
    [100, metrics],
  ] as const)
    await advanceSample(
      store,
      long,
      0,
      Array.from({ length: steps }, () => 1),
      unchanged,
      known,
    );
  const parts = (await newestCheckpoint(store, cohortIdentity(long, 0)))?.parts ?? [];
  expect(parts.length).toBeLessThan(60);
  expect(parts.map(({ rows }) => rows).reduce((a, b) => a + b)).toBe(5 * 120);
  await publishDataset(store, long, { metricsOf: () => metrics });
  const missing = await ask(
    "SELECT count(*)::INTEGER, max(generation)::INTEGER FROM generations WHERE metric_status IS NULL AND loss IS NOT NULL",
  );
  // Of five chains, the one that was absorbed at generation 4 has no loss from then on.
  expect(missing).toEqual([[5 * 20 - 17, 20]]);
  const checking = checkSweep(store, long.sweepId, () => long.specDigest);
  const found: string[] = [];
  for await (const { key, severity } of checking) if (severity === "damage") found.push(key);
  expect(found).toEqual([]);
});

it("another sweep computes anew what an earlier version computed without a metric", async () => {
  const theirs = samplePlan({ sweepId: "theirs-0000000000" });
  await registerSweep(store, theirs, "theirs");
  await advanceSample(store, theirs, 0, [8], unchanged, loss);
  await advanceSample(store, theirs, 1, [8]);
  const { plan: ours } = await withReuse(store, plan);
  expect(await takeOver(store, ours, cohortIdentity(ours, 0), metrics)).toBeUndefined();
  expect((await takeOver(store, ours, cohortIdentity(ours, 1), metrics))?.generation).toBe(8);
});
