import { type Client, WorkflowNotFoundError } from "@temporalio/client";
import { pauseUpdate, resumeUpdate } from "../../workflows/handlers.ts";
import type { sweep } from "../../workflows/sweep.ts";
import { sweepWorkflowId } from "./identity.ts";

/** Pauses or resumes a running sweep; returns once the sweep has taken it in. */
export async function steer(
  client: Client,
  storeUrl: string,
  sweepId: string,
  verb: "pause" | "resume",
): Promise<void> {
  await client.workflow
    .getHandle<typeof sweep>(sweepWorkflowId(storeUrl, sweepId))
    .executeUpdate(verb === "pause" ? pauseUpdate : resumeUpdate);
}

/**
 * Asks for a cancellation, which the server keeps until a worker takes it in: chains end at their next commit, and what is
 * in the store stays.
 */
export async function requestCancel(client: Client, storeUrl: string, sweepId: string): Promise<void> {
  await client.workflow.getHandle(sweepWorkflowId(storeUrl, sweepId)).cancel();
}

/** Why a sweep's workflow was terminated that had been cancelled and was started again before it had ended. */
export const startedAgain = "It was cancelled, and started again before its last steps had ended.";

/**
 * Lets go of a sweep that was cancelled and has not ended yet, since no worker took that in or its last steps take long:
 * whoever joined it now would be told of a cancellation that came first. Those steps still end and are committed.
 */
export async function letGoOfCancelled(client: Client, workflowId: string): Promise<void> {
  try {
    const { raw, runId, status } = await client.workflow.getHandle(workflowId).describe();
    if (status.name === "RUNNING" && raw.workflowExtendedInfo?.cancelRequested)
      await client.workflow.getHandle(workflowId, runId).terminate(startedAgain);
  } catch (error) {
    // There is none, or it ended meanwhile.
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}
