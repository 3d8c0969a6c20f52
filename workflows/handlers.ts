import {
  defineQuery,
  defineSignal,
  defineUpdate,
  type QueryDefinition,
  type SignalDefinition,
} from "@temporalio/workflow";
import type { UpdateDefinition } from "@temporalio/common";
import type { CohortRange } from "../src/core/cell.ts";
import { progressQuery, type ShardReport, type SweepReport, type Work } from "./messages.ts";

/** Stops the start of new segments; those under way end and commit. */
export const pauseUpdate: UpdateDefinition<void> = defineUpdate<void>("pause");
export const resumeUpdate: UpdateDefinition<void> = defineUpdate<void>("resume");

export const sweepProgressQuery: QueryDefinition<SweepReport> = defineQuery<SweepReport>(progressQuery);
export const shardProgressQuery: QueryDefinition<ShardReport> = defineQuery<ShardReport>(progressQuery);

/**
 * What is to be done changed: the plan was revised, or what had failed is to be tried `again`. Nothing happens where
 * the sweep follows that revision already. Sent by whoever starts, joins, extends or retries a sweep.
 */
export const goOnSignal: SignalDefinition<[work: Work, again: boolean]> =
  defineSignal<[work: Work, again: boolean]>("goOn");

/** Sent down to shards in flight: start no more chains, end with those under way. */
export const wrapUpSignal: SignalDefinition = defineSignal("wrapUp");
/** Sent down: sweep to shards in flight, shard to chains in flight. */
export const setPausedSignal: SignalDefinition<[boolean]> = defineSignal<[boolean]>("setPaused");
/** Sent up: a long chain tells its shard how many more chain-generations it did, at most eight times in its life. */
export const advancedSignal: SignalDefinition<[cohort: number, generations: number]> =
  defineSignal<[cohort: number, generations: number]>("advanced");
/** Sent up: cohorts of a shard that goes on which have ended since it told last. */
export const endedSignal: SignalDefinition<[ranges: readonly CohortRange[]]> =
  defineSignal<[ranges: readonly CohortRange[]]>("ended");
