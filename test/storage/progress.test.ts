import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { cohortIdentity } from "../../src/storage/cohort-identity.ts";
import { recordCohortFailure } from "../../src/storage/failures.ts";
import { fileStore } from "../../src/storage/file.ts";
import { storedProgress } from "../../src/storage/progress.ts";
import { advanceSample, samplePlan } from "./samples.ts";

it("counts what is committed and what was given up", async () => {
  const folder = await mkdtemp(join(tmpdir(), "ouro-progress-"));
  try {
    const [store, plan] = [fileStore(folder), samplePlan()];
    expect(await storedProgress(store, plan)).toEqual({ chains: 0, failed: 0, generations: 0 });
    await advanceSample(store, plan, 0, [3, 5]);
    await advanceSample(store, plan, 1, [2, 1, 1]);
    const reason = { type: "T", message: "m", attempts: 1, generation: 0 };
    for (const cohort of [0, 8]) await recordCohortFailure(store, cohortIdentity(plan, cohort), reason);
    expect(await storedProgress(store, plan)).toEqual({ chains: 2, failed: 1, generations: 2 * 8 + 2 * 4 });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
