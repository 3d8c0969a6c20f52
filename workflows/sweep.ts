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
import { workflowTime } from "./clock.ts";
import { endedSignal, goOnSignal, pauseUpdate, resumeUpdate, sweepProgressQuery } from "./handlers.ts";
import {
  controlQueue,
  nothing,
  type PlanRef,
  type ShardReport,
  type SweepInput,
  type SweepProgress,
  type SweepResult,
  type SweepState,
  type Work,
} from "./messages.ts";
import { DatasetGrowth } from "./growth.ts";
import { begunAnew, thinned, together } from "./marks.ts";
import { shard } from "./shard.ts";
import { ChildWindow } from "./window.ts";

const { publishDataset } = proxyActivities<DatasetActivities>({
  taskQueue: controlQueue,
  startToCloseTimeout: "12 hours",
  heartbeatTimeout: "10 seconds",
  retry: { initialInterval: "500ms", maximumInterval: "1 minute", nonRetryableErrorTypes: [...finalErrors] },
});

const { growDataset } = proxyActivities<DatasetActivities>({
  taskQueue: controlQueue,
  startToCloseTimeout: "12 hours",
  heartbeatTimeout: "10 seconds",
  retry: { maximumAttempts: 3, nonRetryableErrorTypes: [...finalErrors] },
});

/** How often all shards are gone through before missing chains are an error. */
const passes = 3;

/** Tellings of all shards of a sweep together, at most: some 15 events of its history each. */
const tellings = 256;

/**
 * A sweep: shards of cohorts through a window, each awaited, then the dataset and the report.
 *
 *     until nothing more is asked for
 *         go through the shards of the plan, skipping what is done, and add to the dataset as they and theirs end
 *         publish what the store holds
 *
 * It holds integers only. When the plan is revised the shards in flight wrap up and the new plan is gone through. When
 * Temporal suggests to continue as new it starts no further shard, waits until those in flight have ended, and goes on
 * in a fresh history.
 */
export async function sweep(input: SweepInput, from?: SweepProgress): Promise<SweepResult> {
  let {
    work,
    nextShard,
    done,
    paused,
    past = [],
    ended = [],
  } = from ?? {
    work: input.work,
    nextShard: 0,
    done: nothing,
    paused: false,
  };
  const begunAt = workflowInfo().startTime.getTime();
  const shards = new ChildWindow<ShardReport>(input.shardWindow, paused, done);
  let phase: Exclude<SweepState, "paused"> = "running";
  let asked: Work | undefined;
  let growth: DatasetGrowth | undefined;

  setHandler(pauseUpdate, () => shards.setPaused(true));
  setHandler(resumeUpdate, () => {
    past = begunAnew(past, workflowTime());
    return shards.setPaused(false);
  });
  setHandler(goOnSignal, async (wanted, again) => {
    const newest = asked?.revision ?? work.revision;
    if (wanted.revision < newest || (wanted.revision === newest && !again)) return;
    asked = wanted;
    await shards.close();
  });
  setHandler(endedSignal, (ranges) => growth?.tell(ranges));
  setHandler(sweepProgressQuery, () => ({
    state: phase === "running" && shards.paused ? "paused" : phase,
    chains: work.chains,
    generations: work.generations,
    ...(work.seconds !== undefined && { seconds: work.seconds }),
    ...(work.atMost && { atMost: true }),
    done: shards.done,
    past,
    shardsInFlight: shards.ids(),
  }));

  const planRef = (): PlanRef => ({
    store: input.store,
    sweepId: input.sweepId,
    revision: work.revision,
  });

  const shardCount = (): number => Math.ceil(work.cohorts / input.shardSize);

  const runShards = async (): Promise<void> => {
    const current = new DatasetGrowth(
      (ranges, told) => growDataset({ ...planRef(), ranges, ...(told && { begunAt }) }),
      () => shards.size > 0 || nextShard < shardCount(),
      ended,
      input.growSeconds,
    );
    growth = current;
    const growing = current.run();
    try {
      await startShards(current, growing);
    } finally {
      current.close();
      await growing;
      ended = [];
    }
  };

  const startShards = async (current: DatasetGrowth, growing: Promise<void>): Promise<void> => {
    for (; nextShard < shardCount() && (await shards.room()); nextShard++) {
      if (workflowInfo().continueAsNewSuggested) {
        await shards.drained();
        await condition(allHandlersFinished);
        shards.check();
        if (asked) break;
        current.close();
        await growing;
        ({ done, paused } = shards);
        ended = current.pending;
        await continueAsNew<typeof sweep>(input, { work, nextShard, done, paused, past, ended });
      }
      const args = {
        ...planRef(),
        from: nextShard * input.shardSize,
        to: Math.min((nextShard + 1) * input.shardSize, work.cohorts),
        window: input.chainWindow,
        computeQueue: work.computeQueue ?? input.computeQueue,
        ...(input.growSeconds !== undefined && {
          telling: { seconds: input.growSeconds, cohorts: Math.ceil(work.cohorts / tellings) },
        }),
      };
      // The first run's id keeps a sweep that was started again apart from children that are still stopping.
      const run = workflowInfo().firstExecutionRunId.slice(0, 8);
      const workflowId = `${workflowInfo().workflowId}/${run}/${work.revision}/shard-${nextShard}`;
      shards.add(
        nextShard,
        () => (pausedNow) =>
          startChild(shard, {
            workflowId,
            parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
            args: [{ ...args, paused: pausedNow }],
          }),
        (result) => {
          past = thinned(together([past, result.past ?? []]));
          current.add({ from: args.from, to: args.to });
        },
      );
    }
    await shards.drained();
    shards.check();
  };

  const beginAgain = (): void => {
    work = asked ?? work;
    asked = undefined;
    nextShard = 0;
    shards.done = nothing;
    past = [];
    shards.reopen();
    phase = "running";
  };

  // The dataset is made from what the store holds. Where it lacks chains that ended (somebody removed or restored
  // files under way), all shards are gone through again: what is there is skipped, what is not is made anew.
  const run = async (): Promise<void> => {
    for (let lostPasses = 0; ; ) {
      await runShards();
      let missing = 0;
      if (!asked) {
        phase = "finishing";
        missing = await publishDataset(planRef());
        if (missing > 0 && ++lostPasses === passes)
          throw ApplicationFailure.nonRetryable(lost(missing), "StoreError");
        await condition(allHandlersFinished);
      }
      if (!asked && missing === 0) return;
      beginAgain();
    }
  };

  try {
    await run();
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
