import {
  defineQuery,
  defineSignal,
  defineUpdate,
  type QueryDefinition,
  type SignalDefinition,
} from "@temporalio/workflow";
import type { UpdateDefinition } from "@temporalio/common";
import type { Counters, SweepReport } from "./messages.ts";

/** Stops the start of new segments; those under way end and commit. */
export const pauseUpdate: UpdateDefinition<void> = defineUpdate<void>("pause");
export const resumeUpdate: UpdateDefinition<void> = defineUpdate<void>("resume");
/** Stops chains at their next commit; what is in the store stays, and the same run command goes on from it. */
export const cancelUpdate: UpdateDefinition<void> = defineUpdate<void>("cancel");

export const sweepProgressQuery: QueryDefinition<SweepReport> = defineQuery<SweepReport>("progress");
export const shardProgressQuery: QueryDefinition<Counters> = defineQuery<Counters>("progress");

/** Sent down: sweep to shards in flight, shard to chains in flight. */
export const setPausedSignal: SignalDefinition<[boolean]> = defineSignal<[boolean]>("setPaused");
/** Sent up: a long chain tells its shard how many more chain-generations it did, at most eight times in its life. */
export const advancedSignal: SignalDefinition<[cohort: number, generations: number]> =
  defineSignal<[cohort: number, generations: number]>("advanced");
