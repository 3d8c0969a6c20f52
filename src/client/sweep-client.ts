import {
  type Client,
  type WorkflowHandleWithSignaledRunId,
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
} from "@temporalio/client";
import { goOnSignal } from "../../workflows/handlers.ts";
import { computeQueue, controlQueue, type SweepInput, type Work } from "../../workflows/messages.ts";
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
