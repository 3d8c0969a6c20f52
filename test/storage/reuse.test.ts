import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { cutsOf } from "../../src/spec/cohorts.ts";
import { newestCheckpoint } from "../../src/storage/checkpoints.ts";
import { cohortIdentity } from "../../src/storage/cohort-identity.ts";
import { publishDataset } from "../../src/storage/dataset/publish.ts";
import { fileStore } from "../../src/storage/file.ts";
import { registerSweep } from "../../src/storage/registration.ts";
import { takeOver, withReuse } from "../../src/storage/reuse.ts";
import type { Store } from "../../src/storage/store.ts";
import { advanceSample, metrics, sampleCell, samplePlan } from "./samples.ts";

const theirs = samplePlan({ sweepId: "theirs-0000000000", cuts: [[3, 5]] });
const cells = [sampleCell("new"), ...theirs.cells.slice(0, 2)];
const wanted = samplePlan({ sweepId: "ours-0000000000", cells, replicates: 7, cuts: [[2, 4, 6, 7]] });
let folder: string;
let store: Store;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ouro-reuse-"));
  store = fileStore(folder);
  await registerSweep(store, theirs, "theirs");
  for (const [cohort, lengths] of [[8], [3, 5], [5]].entries())
    await advanceSample(store, theirs, cohort, lengths);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it("cuts shared cells as they were cut, and says whose they are", async () => {
  const { plan, shared } = await withReuse(store, wanted);
  expect(plan.reuses).toEqual([theirs.sweepId]);
  expect([0, 1, 2].map((cell) => cutsOf(plan, cell))).toEqual([
    [2, 4, 6, 7],
    [3, 5, 7],
    [3, 5, 7],
  ]);
  expect(shared.map(({ cellId }) => cellId)).toEqual(theirs.cells.slice(0, 2).map(({ id }) => id));
});

it("leaves a plan alone that shares nothing", async () => {
  const alone = samplePlan({ sweepId: "alone-0000000000", cells: [sampleCell("other")] });
  expect(await withReuse(store, alone)).toEqual({ plan: alone, shared: [] });
});

it("takes over what is committed, whole, and goes on from it", async () => {
  const { plan } = await withReuse(store, wanted);
  const first = cohortIdentity(plan, 4);
  const taken = await takeOver(store, plan, first, metrics);
  const { sweepId: _, parts, ...rest } = taken ?? {};
  const {
    sweepId: __,
    parts: theirParts,
    ...others
  } = (await newestCheckpoint(store, cohortIdentity(theirs, 0))) ?? { parts: [] };
  expect(rest).toEqual(others);
  expect(parts?.map(({ sha256 }) => sha256)).toEqual(theirParts.map(({ sha256 }) => sha256));
  expect(await newestCheckpoint(store, first)).toEqual(taken);
  expect((await takeOver(store, plan, cohortIdentity(plan, 7), metrics))?.generation).toBe(5);
  expect((await advanceSample(store, plan, 7, [3]))?.generation).toBe(8);
  expect(await takeOver(store, plan, cohortIdentity(plan, 0), metrics)).toBeUndefined();
});

it("gives the dataset that computing everything gives", async () => {
  const options = { metricsOf: () => metrics, threads: 1, memoryLimit: "256MB" };
  const { plan } = await withReuse(store, wanted);
  for (let cohort = 0; cohort < 10; cohort++) {
    const at = await takeOver(store, plan, cohortIdentity(plan, cohort), metrics);
    await advanceSample(store, plan, cohort, at?.generation === 8 ? [] : [8 - (at?.generation ?? 0)]);
  }
  const other = fileStore(join(folder, "elsewhere"));
  for (let cohort = 0; cohort < 12; cohort++) await advanceSample(other, wanted, cohort, [8]);
  const { digest, complete } = await publishDataset(store, plan, options);
  expect(complete).toBe(true);
  expect((await publishDataset(other, wanted, options)).digest).toBe(digest);
});

it("takes nothing that is longer than the plan, or was changed", async () => {
  const { plan } = await withReuse(store, wanted);
  expect(
    await takeOver(store, { ...plan, generations: 7 }, cohortIdentity(plan, 4), metrics),
  ).toBeUndefined();
  const key = (await newestCheckpoint(store, cohortIdentity(theirs, 0)))?.parts[0]?.key ?? "";
  const bytes = Uint8Array.from((await store.read(key)) ?? []);
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
  await store.write(key, bytes);
  expect(await takeOver(store, plan, cohortIdentity(plan, 4), metrics)).toBeUndefined();
});
