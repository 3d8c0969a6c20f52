import { cohortAt } from "../spec/cohorts.ts";
import type { Plan } from "../spec/plan.ts";
import { type DatasetManifest, soundManifest } from "../storage/dataset/manifest.ts";
import { listCohortFailures } from "../storage/failures.ts";
import type { Store } from "../storage/store.ts";
import { output } from "./output.ts";

/** The manifest of a sweep every chain of which is in its dataset to its last generation, or is recorded there as failed. */
export async function settledManifest(store: Store, plan: Plan): Promise<DatasetManifest | undefined> {
  const manifest = await soundManifest(store, plan.sweepId, ({ key, reason }) =>
    output.note(`Set aside ${key}: ${reason}`),
  );
  if (manifest === undefined || manifest.revision !== plan.revision) return undefined;
  if (manifest.complete) return manifest;
  const failures = await listCohortFailures(store, plan);
  const failed = failures.reduce((sum, { cohort }) => sum + cohortAt(plan, cohort).slice.count, 0);
  return failed > 0 && manifest.chainsComplete + failed >= manifest.chains ? manifest : undefined;
}
