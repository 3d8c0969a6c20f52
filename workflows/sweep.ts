import {
  allHandlersFinished,
  ApplicationFailure,
  CancellationScope,
  condition,
  continueAsNew,
  isCancellation,
  ParentClosePolicy,
  proxyActivities,
  setHandler,
  startChild,
  workflowInfo,
} from "@temporalio/workflow";
import type { DatasetActivities } from "../activities/dataset.ts";
import { finalErrors } from "../src/core/errors.ts";
import { cancelUpdate, pauseUpdate, resumeUpdate, sweepProgressQuery } from "./handlers.ts";
import {
  controlQueue,
  nothing,
  type SweepInput,
  type SweepProgress,
  type SweepResult,
  type SweepState,
} from "./messages.ts";
import { shard } from "./shard.ts";
import { ChildWindow } from "./window.ts";

const { publishDataset } = proxyActivities<DatasetActivities>({
  taskQueue: controlQueue,
  startToCloseTimeout: "12 hours",
  heartbeatTimeout: "10 seconds",
  retry: { initialInterval: "500ms", maximumInterval: "1 minute", nonRetryableErrorTypes: [...finalErrors] },
});

/** How often all shards are gone through before missing chains are an error. */
const passes = 3;

const origin: SweepProgress = { nextShard: 0, done: nothing, paused: false };

/**
 * A sweep: shards of cohorts through a window, then the dataset and the report.
 *
 * It holds integers only. When Temporal suggests to continue as new it starts no further shard, waits until those in
 * flight have ended, and goes on in a fresh history.
 */
export async function sweep(input: SweepInput, from: SweepProgress = origin): Promise<SweepResult> {
  const shardCount = Math.ceil(input.cohorts / input.shardSize);
  const shards = new ChildWindow(input.shardWindow, from.paused, from.done);
  const work = new CancellationScope();
  let phase: Exclude<SweepState, "paused"> = "running";
  let firstShard = from.nextShard;

  setHandler(pauseUpdate, () => shards.setPaused(true));
  setHandler(resumeUpdate, () => shards.setPaused(false));
  setHandler(cancelUpdate, () => work.cancel());
  setHandler(sweepProgressQuery, () => ({
    state: phase === "running" && shards.paused ? "paused" : phase,
    chains: input.chains,
    generations: input.generations,
    done: shards.done,
    shardsInFlight: shards.ids(),
  }));

  const runShards = async (): Promise<void> => {
    for (let index = firstShard; index < shardCount && (await shards.room()); index++) {
      if (workflowInfo().continueAsNewSuggested) {
        await shards.drained();
        await condition(allHandlersFinished);
        shards.check();
        await continueAsNew<typeof sweep>(input, {
          nextShard: index,
          done: shards.done,
          paused: shards.paused,
        });
      }
      shards.add(index, (paused) =>
        startChild(shard, {
          // The first run's id keeps a sweep that was started again apart from children that are still stopping.
          workflowId: `${workflowInfo().workflowId}/${workflowInfo().firstExecutionRunId.slice(0, 8)}/shard-${index}`,
          parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
          args: [
            {
              store: input.store,
              sweepId: input.sweepId,
              from: index * input.shardSize,
              to: Math.min((index + 1) * input.shardSize, input.cohorts),
              window: input.chainWindow,
              computeQueue: input.computeQueue,
              paused,
            },
          ],
        }),
      );
    }
    await shards.drained();
    shards.check();
  };

  // The dataset is made from what the store holds. Where it lacks chains that ended (somebody removed or restored
  // files under way), all shards are gone through again: what is there is skipped, what is not is made anew.
  const run = async (): Promise<void> => {
    for (let pass = 1; ; pass++) {
      await runShards();
      phase = "finishing";
      const missing = await publishDataset({ store: input.store, sweepId: input.sweepId });
      if (missing === 0) return;
      if (pass === passes) throw ApplicationFailure.nonRetryable(lost(missing), "StoreError");
      phase = "running";
      firstShard = 0;
      shards.done = nothing;
    }
  };

  try {
    await work.run(run);
    phase = "done";
  } catch (error) {
    if (!isCancellation(error)) throw error;
    phase = "cancelled";
  }
  await CancellationScope.nonCancellable(async () => {
    await shards.drained();
    await condition(allHandlersFinished);
  });
  return { state: phase, done: shards.done };
}

function lost(chains: number): string {
  return `${chains} chains are missing from the store after ${passes} passes: something removes its files. Look at the store, then run the same command again.`;
}
