import { setTimeout as sleep } from "node:timers/promises";
import type { WorkerDeploymentVersion } from "@temporalio/common";
import type { NativeConnection, WorkerDeploymentOptions } from "@temporalio/worker";
import { digestFile } from "../storage/file-digest.ts";
import { packageVersion } from "../version.ts";

const tryAgainMs = 250;
/** Statuses of gRPC: the deployment, or this version of it, is not known yet. */
const unknown: readonly unknown[] = [5, 9];

/** The version of a worker deployment that this package is: two builds are one version where their workflows are the same. */
export async function versionOf(
  deploymentName: string,
  workflowBundle: string,
): Promise<WorkerDeploymentVersion> {
  const { sha256 } = await digestFile(workflowBundle);
  return { deploymentName, buildId: `${packageVersion}-${sha256.slice(0, 12)}` };
}

/** All that a sweep starts stays with the version that it began on, so that none meets moves that it does not know. */
export function pinnedTo(version: WorkerDeploymentVersion): WorkerDeploymentOptions {
  return { version, useWorkerVersioning: true, defaultVersioningBehavior: "PINNED" };
}

/**
 * Lets sweeps that begin from now on begin on a version. Temporal knows of it once its first worker polls, which this
 * waits for.
 */
export async function makeCurrent(
  connection: NativeConnection,
  namespace: string,
  { deploymentName, buildId }: WorkerDeploymentVersion,
  stopped: AbortSignal,
): Promise<void> {
  while (!stopped.aborted)
    try {
      await connection.workflowService.setWorkerDeploymentCurrentVersion({
        ...{ namespace, deploymentName, buildId },
        // Queues of another resource class may be served by workers that are still to be changed.
        ignoreMissingTaskQueues: true,
      });
      return;
    } catch (error) {
      if (!(error instanceof Error && "code" in error && unknown.includes(error.code))) throw error;
      await sleep(tryAgainMs);
    }
}
