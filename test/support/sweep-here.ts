import { MockActivityEnvironment } from "@temporalio/testing";
import { advanceActivities } from "../../activities/advance.ts";
import { SweepCatalog } from "../../activities/catalog.ts";
import type { ComputePool } from "../../activities/compute/pool.ts";
import { datasetActivities } from "../../activities/dataset.ts";
import { pendingActivities } from "../../activities/pending.ts";
import { Publications } from "../../activities/publications.ts";
import { OwnCommits } from "../../src/storage/own-commits.ts";
import { cohortCount, equalCuts, roundsOf, withCuts } from "../../src/spec/cohorts.ts";
import { parseSpec } from "../../src/spec/parse.ts";
import { planOf } from "../../src/spec/plan-of.ts";
import type { Plan } from "../../src/spec/plan.ts";
import { openStore } from "../../src/storage/open.ts";
import { registerSweep } from "../../src/storage/registration.ts";

/** How work is cut, which no number may depend on. */
export interface Cutting {
  /** Milliseconds that a step aims at; 0 makes every generation a step. */
  readonly budgetMs?: number;
  /** Order in which cohorts that are pending together are done. */
  readonly reversed?: boolean;
  /** Replicates that advance together, at most. */
  readonly width?: number;
}

/** A sweep run in this process by the real activities, one after the other, without a server. */
export interface SweepHere {
  readonly plan: Plan;
  /** Rounds in which something was pending. */
  readonly rounds: number;
  /** What publishing returned: chains that are missing. */
  readonly missing: number;
}

/** Registers a spec in a store and runs it to its end. */
export async function runHere(
  store: string,
  spec: string,
  pool: ComputePool,
  { budgetMs = 1000, reversed = false, width }: Cutting = {},
): Promise<SweepHere> {
  const planned = planOf(parseSpec(spec, "sweep.yaml"));
  const cut = width === undefined ? planned : withCuts(planned, () => equalCuts(roundsOf(planned), width));
  const plan = await registerSweep(openStore(store), cut, spec);
  const catalog = new SweepCatalog();
  const draining = new AbortController().signal;
  const publications = new Publications();
  const own = new OwnCommits();
  const { advance } = advanceActivities({ catalog, pool, publications, own, budgetMs, draining });
  const { pendingCohorts } = pendingActivities(catalog);
  const { publishDataset } = datasetActivities(catalog, { memoryMiB: 256, threads: 1, publications, own });
  const ref = { store, sweepId: plan.sweepId, revision: plan.revision };
  const run = <Result>(activity: () => Promise<Result>): Promise<Result> =>
    new MockActivityEnvironment().run(activity);
  let rounds = 0;
  for (;;) {
    const range = { ...ref, from: 0, to: cohortCount(plan) };
    const { cohorts } = await run(() => pendingCohorts(range));
    if (cohorts.length === 0) break;
    rounds++;
    for (const cohort of reversed ? [...cohorts].reverse() : cohorts)
      for (;;) {
        const { generation, target } = await run(() => advance({ ...ref, cohort }));
        if (generation >= target) break;
      }
  }
  return { plan, rounds, missing: await run(() => publishDataset(ref)) };
}
