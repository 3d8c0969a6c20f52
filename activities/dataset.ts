import { CancelledFailure, Context } from "@temporalio/activity";
import { familyNamed } from "../src/core/families/registry.ts";
import { predictions } from "../src/core/theory/registry.ts";
import { readReportData } from "../src/report/read.ts";
import { renderReport } from "../src/report/page.ts";
import { cohortIdentity } from "../src/storage/cohort-identity.ts";
import { isFinished, newestCheckpoint } from "../src/storage/checkpoints.ts";
import { clearCohortFailure, listCohortFailures } from "../src/storage/failures.ts";
import type { Plan } from "../src/spec/plan.ts";
import type { Store } from "../src/storage/store.ts";
import { publishDataset } from "../src/storage/dataset/publish.ts";
import { reportKey } from "../src/storage/layout.ts";
import type { PlanRef } from "../workflows/messages.ts";
import type { SweepCatalog } from "./catalog.ts";

export interface DatasetActivities {
  /** How many chains are neither in the dataset to their last generation nor recorded as failed: 0, or work was lost. */
  publishDataset(sweep: PlanRef): Promise<number>;
}

export interface DatasetResources {
  readonly memoryMiB: number;
  readonly threads: number;
}

const heartbeatMs = 1000;

/**
 * Touches: the dataset and the report. Queue: control. Idempotent: a snapshot is written aside and becomes the
 * dataset with its manifest; a second call writes an equal one.
 */
export function datasetActivities(
  catalog: SweepCatalog,
  { memoryMiB, threads }: DatasetResources,
): DatasetActivities {
  return {
    async publishDataset(sweep) {
      const context = Context.current();
      const { store, plan } = await catalog.open(sweep);
      const heart = setInterval(() => context.heartbeat(), heartbeatMs);
      try {
        await forgetMended(store, plan);
        const manifest = await publishDataset(store, plan, {
          metricsOf: (family) => familyNamed(family).metrics.map((metric) => metric.name),
          theory: predictions,
          memoryLimit: `${memoryMiB}MiB`,
          threads,
          signal: context.cancellationSignal,
          onSetAside: (notice) => context.log.warn("set aside", { ...notice }),
        });
        const page = renderReport(await readReportData(store, plan));
        await store.write(reportKey(plan.sweepId), new TextEncoder().encode(page));
        const failed = (await listCohortFailures(store, plan)).reduce(
          (sum, { cohort }) => sum + cohortIdentity(plan, cohort).slice.count,
          0,
        );
        return Math.max(0, manifest.chains - manifest.chainsComplete - failed);
      } catch (error) {
        if (context.cancellationSignal.aborted)
          throw new CancelledFailure("The sweep was cancelled.", [], error as Error);
        throw error;
      } finally {
        clearInterval(heart);
      }
    },
  };
}

/** A cohort that failed once and was run to its end later is no failure. */
async function forgetMended(store: Store, plan: Plan): Promise<void> {
  for (const { cohort } of await listCohortFailures(store, plan)) {
    const identity = cohortIdentity(plan, cohort);
    const newest = await newestCheckpoint(store, identity);
    if (newest && isFinished(plan, newest)) await clearCohortFailure(store, identity);
  }
}
