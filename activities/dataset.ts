import { CancelledFailure, Context } from "@temporalio/activity";
import type { CohortRange } from "../src/core/cell.ts";
import { ConflictError } from "../src/core/errors.ts";
import { generationCount } from "../src/core/extent.ts";
import { metricNames } from "../src/core/families/registry.ts";
import { cohortIdentity } from "../src/storage/cohort-identity.ts";
import { isFinished, newestCheckpoint } from "../src/storage/checkpoints.ts";
import { clearCohortFailure, listCohortFailures } from "../src/storage/failures.ts";
import type { OwnCommits } from "../src/storage/own-commits.ts";
import type { Plan } from "../src/spec/plan.ts";
import type { Store } from "../src/storage/store.ts";
import type { PublishOptions } from "../src/storage/dataset/publish.ts";
import { planKey, reportKey } from "../src/storage/layout.ts";
import type { PlanRef } from "../workflows/messages.ts";
import type { SweepCatalog } from "./catalog.ts";
import type * as Publishing from "./publishing.ts";
import type { Publications } from "./publications.ts";

export interface DatasetActivities {
  /** How many chains are neither in the dataset to their last generation nor recorded as failed: 0, or work was lost. */
  publishDataset(sweep: PlanRef): Promise<number>;
  /** Adds cohorts that have ended to the dataset; false where that was not worth it yet. */
  growDataset(ended: EndedCohorts): Promise<boolean>;
}

export interface EndedCohorts extends PlanRef {
  readonly ranges: readonly CohortRange[];
  /** When the sweep began, in ms since 1970, where it goes on with these shards; absent: only the number of rows decides. */
  readonly begunAt?: number;
}

export interface DatasetResources {
  readonly memoryMiB: number;
  readonly threads: number;
  readonly publications: Publications;
  readonly own: OwnCommits;
}

const heartbeatMs = 1000;

/** Loads what publications take: at the latest with the first one, and better before it. */
export const publishing = (): Promise<typeof Publishing> => import("./publishing.ts");

/** Rows from which ended cohorts are added to the dataset of a sweep under way. */
const leastRows = 2 ** 20;

/**
 * Touches: the dataset and the report. Queue: control. Idempotent: a snapshot is written aside and becomes the
 * dataset with its manifest; a second call finds that nothing is left to do.
 */
export function datasetActivities(
  catalog: SweepCatalog,
  { memoryMiB, threads, publications, own }: DatasetResources,
): DatasetActivities {
  const options = async (context: Context, letOthers: () => Promise<void>): Promise<PublishOptions> => ({
    metricsOf: metricNames,
    theory: (await publishing()).predictions,
    memoryLimit: `${memoryMiB}MiB`,
    threads,
    ...{ own, letOthers },
    signal: context.cancellationSignal,
    onSetAside: (notice) => context.log.warn("set aside", { ...notice }),
  });
  return {
    publishDataset: (sweep) =>
      whileAlive(async (context) => {
        const { store, plan } = await catalog.open(sweep);
        if ((await store.read(planKey(plan.sweepId))) === undefined)
          throw new ConflictError(
            `${planKey(plan.sweepId)} is gone: somebody removed files of the sweep while it ran. Run the same command again; what is left is taken over.`,
          );
        await forgetMended(store, plan);
        const { publishDataset, readReportData, renderReport } = await publishing();
        const manifest = await publications.make(generationCount(plan), async (letOthers) => {
          const published = await publishDataset(store, plan, await options(context, letOthers));
          const page = renderReport(await readReportData(store, plan));
          await store.write(reportKey(plan.sweepId), new TextEncoder().encode(page));
          return published;
        });
        const failed = (await listCohortFailures(store, plan)).reduce(
          (sum, { cohort }) => sum + cohortIdentity(plan, cohort).slice.count,
          0,
        );
        return Math.max(0, manifest.chains - manifest.chainsComplete - failed);
      }),

    growDataset: ({ ranges, begunAt, ...sweep }) =>
      whileAlive(async (context) => {
        const { store, plan } = await catalog.open(sweep);
        const { publishFinished } = await publishing();
        const manifest = await publications.make(generationCount(plan), async (letOthers) => {
          // Nobody waits for it: half the cores at most, since a small sweep may want some beside it.
          const growth = {
            ...(await options(context, letOthers)),
            threads: Math.max(1, Math.floor(threads / 2)),
          };
          const worth = { rows: leastRows, since: begunAt };
          return await publishFinished(store, plan, ranges, worth, growth);
        });
        return manifest !== undefined;
      }),
  };
}

/** Heartbeats as long as the work goes on, and tells a cancellation from a failure. */
async function whileAlive<Result>(work: (context: Context) => Promise<Result>): Promise<Result> {
  const context = Context.current();
  const heart = setInterval(() => context.heartbeat(), heartbeatMs);
  try {
    return await work(context);
  } catch (error) {
    if (context.cancellationSignal.aborted)
      throw new CancelledFailure("The sweep was cancelled.", [], error as Error);
    throw error;
  } finally {
    clearInterval(heart);
  }
}

/** A cohort that failed once and was run to its end later is no failure. */
async function forgetMended(store: Store, plan: Plan): Promise<void> {
  for (const { cohort } of await listCohortFailures(store, plan)) {
    const identity = cohortIdentity(plan, cohort);
    const newest = await newestCheckpoint(store, identity);
    if (newest && isFinished(plan, newest)) await clearCohortFailure(store, identity);
  }
}
