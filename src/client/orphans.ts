import type { Client } from "@temporalio/client";
import { sweepWorkflowId } from "./identity.ts";

/** Workflows asked at once. */
const together = 16;
/** In `PendingActivityState` of Temporal's interface. */
const startedState = 2;

/**
 * Steps of a sweep that workers had in hand when their processes ended are begun again at once, instead of when their
 * heartbeats are found missing. Each of them may be carried out twice without harm, so a mistake costs time only.
 *
 * @param hasEnded whether the worker of a name is known to have ended
 * @returns how many steps there were
 */
export async function releaseOrphans(
  client: Client,
  storeUrl: string,
  sweepId: string,
  hasEnded: (worker: string) => Promise<boolean>,
): Promise<number> {
  const query = `WorkflowId STARTS_WITH "${sweepWorkflowId(storeUrl, sweepId)}" AND ExecutionStatus = "Running"`;
  let released = 0;
  const release = async (workflowId: string, runId: string): Promise<void> => {
    const { raw } = await client.workflow.getHandle(workflowId, runId).describe();
    for (const { activityId, state, lastWorkerIdentity } of raw.pendingActivities ?? []) {
      if (state !== startedState || !lastWorkerIdentity || !(await hasEnded(lastWorkerIdentity))) continue;
      await client.workflowService.respondActivityTaskFailedById({
        ...{ namespace: client.options.namespace, workflowId, runId, activityId: activityId ?? "" },
        failure: {
          message: "The process of its worker has ended.",
          applicationFailureInfo: { type: "WorkerEnded" },
        },
      });
      released++;
    }
  };
  let underWay: Promise<void>[] = [];
  for await (const { workflowId, runId } of client.workflow.list({ query })) {
    // One that ended meanwhile, or whose step did, has nothing to release.
    underWay.push(release(workflowId, runId).catch(() => undefined));
    if (underWay.length < together) continue;
    await Promise.all(underWay);
    underWay = [];
  }
  await Promise.all(underWay);
  return released;
}
