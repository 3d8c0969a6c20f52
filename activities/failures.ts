import { Context } from "@temporalio/activity";
import { newestCheckpoint } from "../src/storage/checkpoints.ts";
import { cohortIdentity } from "../src/storage/cohort-identity.ts";
import { recordCohortFailure } from "../src/storage/failures.ts";
import type { Counters } from "../workflows/messages.ts";
import type { CohortRef } from "./advance.ts";
import type { SweepCatalog } from "./catalog.ts";

export interface FailedCohort extends CohortRef {
  readonly type: string;
  readonly message: string;
}

export interface FailureActivities {
  recordFailure(failed: FailedCohort): Promise<Counters>;
}

/** Touches: failure records. Queue: control. Idempotent: the record of a cohort is replaced by an equal one. */
export function failureActivities(catalog: SweepCatalog): FailureActivities {
  return {
    async recordFailure(failed) {
      const { store, plan } = await catalog.open(failed);
      const identity = cohortIdentity(plan, failed.cohort);
      const generation = (await newestCheckpoint(store, identity))?.generation ?? 0;
      await recordCohortFailure(store, identity, {
        type: failed.type,
        message: failed.message,
        attempts: Context.current().info.attempt,
        generation,
      });
      const chains = identity.slice.count;
      return { chains: 0, failed: chains, generations: generation * chains };
    },
  };
}
