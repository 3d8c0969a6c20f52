import type { CohortRange } from "../src/core/cell.ts";
import type { Mark } from "./marks.ts";

/** What travels between workflows, activities and the client: ids and numbers, never data. */

/** Where a sweep lives; the store's plan says everything else. */
export interface SweepRef {
  /** `file:///dir` or `s3://bucket/prefix`; never credentials. */
  readonly store: string;
  readonly sweepId: string;
}

/** One revision of its plan, which never changes. */
export interface PlanRef extends SweepRef {
  readonly revision: number;
}

/** Work done and to do, in chains and in chain-generations. */
export interface Counters {
  /** Chains that reached their last generation. */
  readonly chains: number;
  /** Chains that failed and were recorded as failures. */
  readonly failed: number;
  /** Generations done, summed over chains. */
  readonly generations: number;
}

export const nothing: Counters = { chains: 0, failed: 0, generations: 0 };

/** Adds two counts. */
export function add(a: Counters, b: Counters): Counters {
  return {
    chains: a.chains + b.chains,
    failed: a.failed + b.failed,
    generations: a.generations + b.generations,
  };
}

/** What a revision of a plan asks for. */
export interface Work {
  readonly revision: number;
  /** Cohorts in the plan. */
  readonly cohorts: number;
  /** Chains and chain-generations in the plan. */
  readonly chains: number;
  readonly generations: number;
  /** That all of it is expected to take on one core; absent in work of version 0.1.0. */
  readonly seconds?: number;
  /** Task queue that `advance` runs on; that of the sweep's input where absent. */
  readonly computeQueue?: string;
  /** Whether these are the most there may be: values decide how many replicates a cell gets. */
  readonly atMost?: boolean;
}

export interface SweepInput extends SweepRef {
  readonly work: Work;
  /** Cohorts a shard workflow looks after. */
  readonly shardSize: number;
  /** Shards, and cohorts within a shard, that are in flight together. */
  readonly shardWindow: number;
  readonly chainWindow: number;
  /** Task queue that `advance` runs on. */
  readonly computeQueue: string;
  /** Seconds that shards and sweep wait for more that ends, before it is added to the dataset; absent: only as shards end. */
  readonly growSeconds?: number;
}

/** What a sweep carries over when it continues as new. */
export interface SweepProgress {
  readonly work: Work;
  readonly nextShard: number;
  readonly done: Counters;
  readonly paused: boolean;
  /** How `done` came about. */
  readonly past?: readonly Mark[];
  /** Cohorts that have ended and are not in the dataset. */
  readonly ended?: readonly CohortRange[];
}

export type SweepState = "running" | "paused" | "finishing" | "done" | "cancelled";

/** The answer to the `progress` query of a sweep. */
export interface SweepReport {
  readonly state: SweepState;
  readonly chains: number;
  readonly generations: number;
  readonly seconds?: number;
  readonly atMost?: boolean;
  /** Finished shards only; shards in flight (named by workflow id) answer for themselves. */
  readonly done: Counters;
  /** How that came about; absent in answers of version 0.1.0. */
  readonly past?: readonly Mark[];
  readonly shardsInFlight: readonly string[];
}

export interface SweepResult {
  readonly state: "done" | "cancelled";
  readonly done: Counters;
}

/** A cohort with work left: chain-generations in all and so far, and the seconds that all of it is expected to take. */
export type CohortWork = readonly [generations: number, done: number, seconds: number];

/** How far a shard is, or came. */
export interface ShardReport extends Counters {
  /** How that came about; absent in results of version 0.1.0. */
  readonly past?: readonly Mark[];
}

/** When a shard tells its sweep which of its cohorts have ended. */
export interface TellingPace {
  /** After so many have ended that it is worth it, for more that end. */
  readonly seconds: number;
  /** How many are worth it. */
  readonly cohorts: number;
}

export interface ShardInput extends PlanRef, CohortRange {
  readonly window: number;
  readonly computeQueue: string;
  readonly paused: boolean;
  /** Absent: the sweep learns with the shard's end. */
  readonly telling?: TellingPace;
}

export interface ChainInput extends PlanRef {
  readonly cohort: number;
  readonly computeQueue: string;
  readonly paused: boolean;
}

/** How far a cohort came. */
export interface CohortProgress {
  readonly generation: number;
  /** Generations it is to reach, and the chains it carries. */
  readonly target: number;
  readonly chains: number;
}

/** What sweeps and shards are asked for: how far they are. */
export const progressQuery = "progress";

/** Task queue of workflows and of the activities that read, write and summarise. */
export const controlQueue = "ouro-control";

/** Task queue of `advance` for a resource class (`cpu` unless the spec names one). */
export function computeQueue(resourceClass: string): string {
  return `ouro-compute-${resourceClass}`;
}
