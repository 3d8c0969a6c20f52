import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { ConflictError } from "../../../src/core/errors.ts";
import { cohortIdentity } from "../../../src/storage/cohort-identity.ts";
import { type Extent, extentOf } from "../../../src/storage/dataset/extent.ts";
import { publishDataset } from "../../../src/storage/dataset/publish.ts";
import { publishedManifest } from "../../../src/storage/dataset/published.ts";
import { recordCohortFailure } from "../../../src/storage/failures.ts";
import { fileStore } from "../../../src/storage/file.ts";
import { planKey, revisionKey } from "../../../src/storage/layout.ts";
import type { Store } from "../../../src/storage/store.ts";
import { advanceSample, metrics, samplePlan } from "../samples.ts";

/** Three cells of three cohorts: of 2, 2 and 1 chains. */
const plan = samplePlan();
const { sweepId } = plan;

let folder: string;
let store: Store;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ouro-extent-"));
  store = fileStore(folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function extentWith(cohorts: readonly number[]): Promise<Extent> {
  for (const cohort of cohorts) await advanceSample(store, plan, cohort, [plan.generations]);
  const options = { metricsOf: () => metrics, threads: 1, memoryLimit: "128MB" };
  return await extentOf(store, await publishDataset(store, plan, options));
}

it("counts cells that have all their chains, and is final with the last of them", async () => {
  expect(await extentWith([0, 1, 3])).toMatchObject({
    final: false,
    cells: 3,
    cellsDone: 0,
    chains: 15,
    chainsDone: 6,
  });
  expect(await extentWith([2, 4])).toMatchObject({
    final: false,
    cells: 3,
    cellsDone: 1,
    chains: 15,
    chainsDone: 9,
  });
  expect(await extentWith([5, 6, 7, 8])).toMatchObject({
    final: true,
    cellsDone: 3,
    chainsDone: 15,
    chainsFailed: 0,
  });
});

it("is final where the rest has failed, and no longer once the plan was revised", async () => {
  const reason = { type: "ComputeError", message: "no memory", attempts: 4, generation: 0 };
  await recordCohortFailure(store, cohortIdentity(plan, 8), reason);
  expect(await extentWith([0, 1, 2, 3, 4, 5, 6])).toMatchObject({ final: false, chainsFailed: 1 });
  expect(await extentWith([7])).toMatchObject({ final: true, cellsDone: 2, chainsDone: 14, chainsFailed: 1 });
  await store.write(revisionKey(sweepId, 2), new Uint8Array(1));
  expect(await extentWith([])).toMatchObject({ final: false, chainsDone: 14 });
});

it("tells a sweep without a dataset from one that is not there", async () => {
  await expect(publishedManifest(store, sweepId)).rejects.toThrow(/`ouro status` lists what it holds/);
  await store.write(planKey(sweepId), new Uint8Array(1));
  const refused = publishedManifest(store, sweepId);
  await expect(refused).rejects.toThrow(ConflictError);
  await expect(refused).rejects.toThrow(
    /holds no dataset of sample-0123456789 yet\. .*`ouro status sample-0123456789`/,
  );
});
