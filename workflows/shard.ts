import {
  CancellationScope,
  continueAsNew,
  ParentClosePolicy,
  proxyActivities,
  setHandler,
  startChild,
  workflowInfo,
} from "@temporalio/workflow";
import type { PendingActivities } from "../activities/pending.ts";
import { finalErrors } from "../src/core/errors.ts";
import { chain } from "./chain.ts";
import { workflowTime } from "./clock.ts";
import { advancedSignal, setPausedSignal, shardProgressQuery, wrapUpSignal } from "./handlers.ts";
import { Ledger } from "./ledger.ts";
import { controlQueue, type Counters, type ShardInput, type ShardReport } from "./messages.ts";
import { finished, gaveUp, step } from "./steps.ts";
import { Telling } from "./telling.ts";
import { type Begun, ChildWindow } from "./window.ts";

const { pendingCohorts } = proxyActivities<PendingActivities>({
  taskQueue: controlQueue,
  startToCloseTimeout: "1 hour",
  heartbeatTimeout: "1 minute",
  retry: { initialInterval: "500ms", maximumInterval: "30s", nonRetryableErrorTypes: [...finalErrors] },
});

/**
 * A bounded run of cohorts: asks the store which of them have work left, takes their first steps through a window, starts
 * chain workflows for those that need more, awaits each one, and tells its sweep now and then which have ended. With at
 * most 50 events a cohort its history stays far from Temporal's limits, so it never continues as new, unless values
 * decide how many replicates its cells get: then it asks again once a round has ended.
 */
export async function shard(input: ShardInput): Promise<ShardReport> {
  const { store, sweepId, revision, from, to, computeQueue } = input;
  const chains = new ChildWindow<Counters>(input.window, input.paused);
  const ledger = new Ledger();
  const mark = (): void => ledger.mark(workflowTime(), chains.done);
  const telling = new Telling(input.telling);

  setHandler(shardProgressQuery, () => ledger.report(chains.done));
  setHandler(advancedSignal, (cohort, generations) => {
    ledger.advanced(cohort, generations);
    mark();
  });
  setHandler(setPausedSignal, (paused) => {
    if (!paused) ledger.goesOn(workflowTime());
    return chains.setPaused(paused);
  });
  setHandler(wrapUpSignal, () => chains.close());

  // A workflow costs a server as much as ten steps, and where there are many cohorts most end with their first.
  const begin = async (cohort: number): Promise<Begun<Counters>> => {
    const ref = { store, sweepId, revision, cohort, computeQueue };
    try {
      const at = await step(ref);
      if (at.generation >= at.target) return finished(at);
      ledger.advanced(cohort, at.generation * at.chains);
      mark();
      return (paused) =>
        startChild(chain, {
          workflowId: `${workflowInfo().workflowId}/chain-${cohort}`,
          parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
          args: [{ ...ref, paused }, at],
        });
    } catch (error) {
      return await gaveUp(ref, error);
    }
  };

  const told = telling.run();
  try {
    let more = false;
    do {
      const pending = await pendingCohorts({ store, sweepId, revision, from, to });
      chains.done = pending.done;
      ledger.open(pending.cohorts, pending.work, pending.seconds);
      mark();
      more = pending.more ?? false;
      for (const cohort of pending.cohorts) {
        // Only sweeps that decide on replicates as they go come this far.
        if (more && workflowInfo().continueAsNewSuggested) break;
        if (!(await chains.room())) break;
        chains.add(
          cohort,
          () => begin(cohort),
          () => {
            ledger.ended(cohort);
            telling.add(cohort);
            mark();
          },
        );
      }
      await chains.drained();
      if (more && chains.open && workflowInfo().continueAsNewSuggested) {
        telling.close();
        await told;
        await continueAsNew<typeof shard>({ ...input, paused: chains.paused });
      }
    } while (more && chains.open);
  } finally {
    telling.close();
    await CancellationScope.nonCancellable(() => chains.drained());
    await told;
  }
  chains.check();
  return ledger.report(chains.done);
}
