import {
  CancellationScope,
  ParentClosePolicy,
  setHandler,
  startChild,
  workflowInfo,
} from "@temporalio/workflow";
import { chain } from "./chain.ts";
import { advancedSignal, setPausedSignal, shardProgressQuery } from "./handlers.ts";
import type { Counters, ShardInput } from "./messages.ts";
import { ChildWindow } from "./window.ts";

/**
 * A bounded run of cohorts: starts their chain workflows through a window and awaits each one. With at most
 * 45 events a cohort its history stays far from Temporal's limits, so it never continues as new.
 */
export async function shard(input: ShardInput): Promise<Counters> {
  const chains = new ChildWindow(input.window, input.paused);
  const partial = new Map<number, number>();

  setHandler(shardProgressQuery, () => {
    const underway = [...partial].filter(([cohort]) => chains.has(cohort));
    return {
      ...chains.done,
      generations: underway.reduce((sum, [, generations]) => sum + generations, chains.done.generations),
    };
  });
  setHandler(advancedSignal, (cohort, generations) => {
    partial.set(cohort, generations);
  });
  setHandler(setPausedSignal, (paused) => chains.setPaused(paused));

  try {
    for (let cohort = input.from; cohort < input.to && (await chains.room()); cohort++) {
      chains.add(cohort, (paused) =>
        startChild(chain, {
          workflowId: `${workflowInfo().workflowId}/chain-${cohort}`,
          parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
          args: [
            {
              store: input.store,
              sweepId: input.sweepId,
              cohort,
              computeQueue: input.computeQueue,
              paused,
            },
          ],
        }),
      );
    }
    await chains.drained();
  } finally {
    await CancellationScope.nonCancellable(() => chains.drained());
  }
  chains.check();
  return chains.done;
}
