import type { Client } from "@temporalio/client";
// From the files that they stand in: of a package that is imported whole Node reads every file for its names, which a look at
// a sweep would wait for.
import { isGrpcDeadlineError } from "@temporalio/client/lib/errors.js";
import { WorkflowNotFoundError } from "@temporalio/common/lib/errors.js";
import { type Mark, together } from "../../workflows/marks.ts";
import {
  add,
  type Counters,
  progressQuery,
  type ShardReport,
  type SweepReport,
  type SweepState,
} from "../../workflows/messages.ts";
import type { sweep } from "../../workflows/sweep.ts";
import { sweepWorkflowId } from "./identity.ts";

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
    const report = await handle.query<SweepReport, []>(progressQuery);
    const underway = await Promise.all(
      report.shardsInFlight.map((id) =>
        client.workflow.getHandle(id).query<ShardReport, []>(progressQuery).catch(notAnswering),
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
