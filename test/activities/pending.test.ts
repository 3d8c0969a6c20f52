import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { MockActivityEnvironment } from "@temporalio/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { advanceActivities } from "../../activities/advance.ts";
import { SweepCatalog } from "../../activities/catalog.ts";
import { type ComputePool, computePool } from "../../activities/compute/pool.ts";
import { pendingActivities } from "../../activities/pending.ts";
import { Publications } from "../../activities/publications.ts";
import { OwnCommits } from "../../src/storage/own-commits.ts";
import { cohortIdentity } from "../../src/storage/cohort-identity.ts";
import { recordCohortFailure } from "../../src/storage/failures.ts";
import { openStore } from "../../src/storage/open.ts";
import { registerSweep } from "../../src/storage/registration.ts";
import { parseSpec } from "../../src/spec/parse.ts";
import { planOf } from "../../src/spec/plan-of.ts";

let folder: string;
let pool: ComputePool;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ouro-pending-"));
  pool = computePool({ threads: 1, generationTimeoutMs: 600_000 });
});
afterAll(async () => {
  await pool?.close();
  await rm(folder, { recursive: true, force: true });
});

it("says what is left, what is expected to take longest first, and how much of it is done", async () => {
  const url = pathToFileURL(folder).href;
  const spec = `name: left
family: gaussian
parameters: { samples: { grid: [5, 6, 7, 8] } }
regime: replace
generations: 20
replicates: 10
checkpoint: { every: 5 }`;
  const planned = { ...planOf(parseSpec(spec, "left.yaml")), secondsOfCell: [0.1, 0.3, 0.2, 0.3] };
  const plan = await registerSweep(openStore(url), planned, spec);
  const ref = { store: url, sweepId: plan.sweepId, revision: plan.revision };
  const catalog = new SweepCatalog();
  const draining = new AbortController().signal;
  const publications = new Publications();
  const own = new OwnCommits();
  const { advance } = advanceActivities({ catalog, pool, publications, own, budgetMs: 0, draining });
  const { pendingCohorts } = pendingActivities(catalog);
  const pending = (): ReturnType<typeof pendingCohorts> =>
    new MockActivityEnvironment().run(() => pendingCohorts({ ...ref, from: 0, to: 4 }));

  expect(await pending()).toEqual({
    cohorts: [1, 3, 2, 0],
    work: [
      [200, 0, 60],
      [200, 0, 60],
      [200, 0, 40],
      [200, 0, 20],
    ],
    done: { chains: 0, failed: 0, generations: 0 },
    seconds: 0,
  });

  const step = (cohort: number): ReturnType<typeof advance> =>
    new MockActivityEnvironment().run(() => advance({ ...ref, cohort }));
  const { generation } = await step(3);
  expect(generation).toBeLessThan(20);
  while ((await step(2)).generation < 20);
  const reason = { type: "NumericalError", message: "broken", attempts: 4, generation: 3 };
  await recordCohortFailure(openStore(url), cohortIdentity(plan, 0), reason);
  expect(await pending()).toEqual({
    cohorts: [1, 3],
    work: [
      [200, 0, 60],
      [200, 10 * generation, 60],
    ],
    done: { chains: 10, failed: 10, generations: 200 + 30 },
    seconds: 40 + 20,
  });
});
