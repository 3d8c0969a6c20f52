import {
  type Client,
  type WorkflowHandleWithSignaledRunId,
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
  WorkflowNotFoundError,
  isGrpcDeadlineError,
} from "@temporalio/client";
import { goOnSignal, shardProgressQuery, sweepProgressQuery } from "../../workflows/handlers.ts";
import {
  add,
  computeQueue,
  controlQueue,
  type Counters,
  type SweepInput,
  type SweepState,
  type Work,
} from "../../workflows/messages.ts";
import { type Mark, together } from "../../workflows/marks.ts";
import type { sweep } from "../../workflows/sweep.ts";
import { cohortCount } from "../spec/cohorts.ts";
import { chainCount, generationCount } from "../core/extent.ts";
import { expectedSeconds } from "../spec/expected-seconds.ts";
import type { Plan } from "../spec/plan.ts";
import { sweepWorkflowId } from "./identity.ts";
import { letGoOfCancelled } from "./steer.ts";

/** Cohorts that one shard workflow looks after: about 15 events each keeps its history below 4,096. */
const shardSize = 128;

/** Seconds from the end of a cohort until its shard tells the sweep, and from then until it may be in the dataset. */
const growSeconds = 15;

/** Longest fairness key that Temporal takes; a sweep's id ends in what tells it apart. */
const fairnessKeyBytes = 64;

/** How much of the workers a sweep may take. */
export interface Share {
  /** Cohorts in flight together, at most. */
  readonly parallel: number;
  /** 1, before all others, to 5. */
  readonly priority: number;
}

export interface SweepProgressReport {
  readonly state: SweepState;
  /** In the plan; the most there may be where values decide on replicates. */
  readonly chains: number;
  readonly generations: number;
  readonly atMost: boolean;
  /** That all of it is expected to take on one core, where it was said. */
  readonly seconds: number | undefined;
  /** So far, shards in flight included. */
  readonly done: Counters;
  /** How that came about, since the sweep began or went on. */
  readonly past: readonly Mark[];
}

/** What a plan asks for, in numbers. */
export function workOf(plan: Plan): Work {
  return {
    revision: plan.revision,
    cohorts: cohortCount(plan),
    chains: chainCount(plan),
    generations: generationCount(plan),
    seconds: expectedSeconds(plan),
    computeQueue: computeQueue(plan.queue),
    ...(plan.until && { atMost: true }),
  };
}

/** Shards in flight together, and cohorts of one: no more cohorts than asked for, and no more than half a shard's. */
export function windowsOf(parallel: number): Pick<SweepInput, "shardWindow" | "chainWindow"> {
  const shardWindow = Math.ceil(parallel / (shardSize / 2));
  return { shardWindow, chainWindow: Math.floor(parallel / shardWindow) };
}

/**
 * Starts a sweep, or joins it where it runs already and tells it when this plan is newer than the one it follows. One
 * that was cancelled and has not ended yet is not joined: it is started again.
 *
 * Sweeps that run at once take turns: each is a fairness key of its own, where the server has fairness on.
 *
 * @param again whether a sweep that runs is to look again for work that is left, as after a retry
 */
export async function startSweep(
  client: Client,
  storeUrl: string,
  plan: Plan,
  { parallel, priority }: Share,
  again = false,
): Promise<WorkflowHandleWithSignaledRunId<typeof sweep>> {
  const work = workOf(plan);
  const input: SweepInput = {
    store: storeUrl,
    sweepId: plan.sweepId,
    work,
    shardSize,
    ...windowsOf(parallel),
    computeQueue: computeQueue(plan.queue),
    growSeconds,
  };
  const workflowId = sweepWorkflowId(storeUrl, plan.sweepId);
  await letGoOfCancelled(client, workflowId);
  return await client.workflow.signalWithStart<typeof sweep, [Work, boolean]>("sweep", {
    signal: goOnSignal,
    signalArgs: [work, again],
    taskQueue: controlQueue,
    workflowId,
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
    workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
    priority: { fairnessKey: plan.sweepId.slice(-fairnessKeyBytes), priorityKey: priority },
    args: [input],
  });
}

/**
 * Counters of a sweep, from one query to it and one to each of the few shards in flight: the cost does not depend on
 * the sweep's size. Undefined where Temporal knows no such sweep.
 */
export async function sweepProgress(
  client: Client,
  storeUrl: string,
  sweepId: string,
): Promise<SweepProgressReport | undefined> {
  const handle = client.workflow.getHandle<typeof sweep>(sweepWorkflowId(storeUrl, sweepId));
  try {
    const report = await handle.query(sweepProgressQuery);
    const underway = await Promise.all(
      report.shardsInFlight.map((id) =>
        client.workflow.getHandle(id).query(shardProgressQuery).catch(notAnswering),
      ),
    );
    const done = underway.reduce<Counters>(
      (sum, counters) => (counters ? add(sum, counters) : sum),
      report.done,
    );
    const { state, chains, generations, seconds, atMost = false } = report;
    const past = together([report.past ?? [], ...underway.map((counters) => counters?.past ?? [])]);
    return { state, chains, generations, seconds, atMost, done, past };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}

/** What became of a sweep's workflow: `failed` where it gave up or somebody ended it, undefined where there is none. */
export type SweepFate = "running" | "done" | "cancelled" | "failed";

/** Says so without a worker. */
export async function sweepFate(
  client: Client,
  storeUrl: string,
  sweepId: string,
): Promise<SweepFate | undefined> {
  const handle = client.workflow.getHandle<typeof sweep>(sweepWorkflowId(storeUrl, sweepId));
  try {
    const { name } = (await handle.describe()).status;
    if (name === "RUNNING" || name === "PAUSED") return "running";
    if (name === "CANCELLED") return "cancelled";
    return name === "COMPLETED" ? (await handle.result()).state : "failed";
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}

/**
 * A shard that just ended, or has not begun, has nothing to add. One that is too busy to answer in time has: without it
 * the sweep would seem to go back.
 */
function notAnswering(error: unknown): undefined {
  const cause = error instanceof Error ? error.cause : undefined;
  if (isGrpcDeadlineError(error) || isGrpcDeadlineError(cause)) throw error;
}
