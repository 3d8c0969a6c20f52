import type { Plan } from "../../spec/plan.ts";
import { quarantineFolder } from "../layout.ts";
import type { Store } from "../store.ts";
import { checkAsides } from "./asides.ts";
import { checkCohorts, type CohortTotals } from "./cohorts.ts";
import { checkDataset } from "./dataset.ts";
import { checkFailures } from "./failures.ts";
import type { Finding, Looked } from "./finding.ts";
import { checkPlan, type SpecDigest } from "./plan.ts";

/** What a check ends with. */
export interface Checked {
  /** Undefined where the store holds none that can be read: then nothing else could be looked at. */
  readonly plan: Plan | undefined;
  readonly looked: Looked;
  /** Blobs in quarantine, before anything was repaired. */
  readonly quarantined: number;
}

/**
 * Checks everything that a store holds of a sweep and yields what is wrong, piece by piece; nothing is changed. Every part is
 * read whole. Memory is bounded by a group of cohorts and one part.
 *
 * @throws {VersionError} when the sweep is of another numerics version
 * @throws {StoreError}
 */
export async function* checkSweep(
  store: Store,
  sweepId: string,
  digestOf: SpecDigest,
): AsyncGenerator<Finding, Checked> {
  const looked: Looked = { cohorts: 0, checkpoints: 0, parts: 0, rows: 0, bytes: 0, datasetFiles: 0 };
  const quarantined = (await store.list(quarantineFolder(sweepId))).length;
  const { plan, findings } = await checkPlan(store, sweepId, digestOf);
  yield* findings;
  if (plan) {
    const totals: CohortTotals = { looked, digested: [], finished: 0 };
    let intact = true;
    for await (const finding of checkCohorts(store, plan, totals)) {
      intact &&= finding.severity !== "damage";
      yield finding;
    }
    yield* checkFailures(store, sweepId);
    yield* checkDataset(store, plan, totals, intact);
  }
  yield* checkAsides(store, sweepId);
  return { plan, looked, quarantined };
}
