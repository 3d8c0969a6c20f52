import {
  ActivityCancellationType,
  ActivityFailure,
  condition,
  continueAsNew,
  getExternalWorkflowHandle,
  isCancellation,
  proxyActivities,
  setHandler,
  workflowInfo,
} from "@temporalio/workflow";
import type { AdvanceActivities, CohortRef } from "../activities/advance.ts";
import type { FailureActivities } from "../activities/failures.ts";
import { finalErrors } from "../src/core/errors.ts";
import { describeFailure } from "./failure.ts";
import { advancedSignal, setPausedSignal } from "./handlers.ts";
import { type ChainInput, type CohortProgress, controlQueue, type Counters } from "./messages.ts";

const reportsPerChain = 8;

/**
 * One cohort: replicates of one cell that advance together through all generations.
 *
 *     until the last generation
 *         advance as many generations as fit the time budget, commit them to the store
 *
 * Every pass is one durable step; the store's newest checkpoint, not this history, says where to go on. A failure is
 * recorded and counted, never thrown: one chain does not stop the others.
 */
export async function chain(input: ChainInput, at?: CohortProgress): Promise<Counters> {
  const { advance } = proxyActivities<AdvanceActivities>({
    taskQueue: input.computeQueue,
    startToCloseTimeout: "1 day",
    heartbeatTimeout: "10 seconds",
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    retry: { initialInterval: "500ms", maximumInterval: "30s", nonRetryableErrorTypes: [...finalErrors] },
  });
  const { recordFailure } = proxyActivities<FailureActivities>({
    taskQueue: controlQueue,
    startToCloseTimeout: "1 minute",
    retry: { initialInterval: "500ms", maximumInterval: "30s", nonRetryableErrorTypes: [...finalErrors] },
  });
  let paused = input.paused;
  setHandler(setPausedSignal, (value) => {
    paused = value;
  });

  let reported = at?.generation ?? 0;
  try {
    while (at === undefined || at.generation < at.target) {
      if (paused) await condition(() => !paused);
      at = await advance(cohortRef(input));
      if (at.generation < at.target && (at.generation - reported) * reportsPerChain >= at.target) {
        const parent = workflowInfo().parent;
        if (parent)
          await getExternalWorkflowHandle(parent.workflowId).signal(
            advancedSignal,
            input.cohort,
            at.generation * at.chains,
          );
        reported = at.generation;
      }
      if (at.generation < at.target && workflowInfo().continueAsNewSuggested)
        await continueAsNew<typeof chain>({ ...input, paused }, at);
    }
    return { chains: at.chains, failed: 0, generations: at.generation * at.chains };
  } catch (error) {
    if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
    return await recordFailure({
      ...cohortRef(input),
      ...describeFailure(error),
    });
  }
}

function cohortRef({ store, sweepId, revision, cohort }: ChainInput): CohortRef {
  return { store, sweepId, revision, cohort };
}
