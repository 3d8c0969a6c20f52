import {
  ActivityCancellationType,
  ActivityFailure,
  isCancellation,
  proxyActivities,
} from "@temporalio/workflow";
import type { AdvanceActivities, CohortRef } from "../activities/advance.ts";
import type { FailureActivities } from "../activities/failures.ts";
import { finalErrors } from "../src/core/errors.ts";
import { describeFailure } from "./failure.ts";
import { type CohortProgress, controlQueue, type Counters } from "./messages.ts";

/** A cohort, and the queue that its steps are put on. */
export interface SteppedCohort extends CohortRef {
  readonly computeQueue: string;
}

/** Generations committed by one step, of a time budget: the store's newest checkpoint says where to go on. */
export async function step({ computeQueue, ...rest }: SteppedCohort): Promise<CohortProgress> {
  const { advance } = proxyActivities<AdvanceActivities>({
    taskQueue: computeQueue,
    startToCloseTimeout: "1 day",
    heartbeatTimeout: "10 seconds",
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    retry: { initialInterval: "500ms", maximumInterval: "30s", nonRetryableErrorTypes: [...finalErrors] },
  });
  return await advance(refOf(rest));
}

/** What a cohort counts that came to its last generation. */
export function finished({ chains, generation }: CohortProgress): Counters {
  return { chains, failed: 0, generations: generation * chains };
}

/**
 * Records that a step was given up, as a failure of its cohort: one chain does not stop the others.
 *
 * @throws what is no failure of a step, such as a cancellation
 */
export async function gaveUp(cohort: CohortRef, error: unknown): Promise<Counters> {
  if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
  const { recordFailure } = proxyActivities<FailureActivities>({
    taskQueue: controlQueue,
    startToCloseTimeout: "1 minute",
    retry: { initialInterval: "500ms", maximumInterval: "30s", nonRetryableErrorTypes: [...finalErrors] },
  });
  return await recordFailure({ ...refOf(cohort), ...describeFailure(error) });
}

function refOf({ store, sweepId, revision, cohort }: CohortRef): CohortRef {
  return { store, sweepId, revision, cohort };
}
