import { fileURLToPath } from "node:url";
import { NativeConnection, type NativeConnectionOptions, Worker } from "@temporalio/worker";
import { advanceActivities } from "../../activities/advance.ts";
import type { ComputePool } from "../../activities/compute/pool.ts";
import { datasetActivities, publishing } from "../../activities/dataset.ts";
import { failureActivities } from "../../activities/failures.ts";
import { pendingActivities } from "../../activities/pending.ts";
import { Publications } from "../../activities/publications.ts";
import { SweepCatalog } from "../../activities/catalog.ts";
import { computeQueue, controlQueue } from "../../workflows/messages.ts";
import { OwnCommits } from "../storage/own-commits.ts";
import { startThreads } from "./pool.ts";
import { makeCurrent, pinnedTo, versionOf } from "./deployment.ts";
import { collectSeldom } from "./heap.ts";
import type { WorkerSettings } from "./settings.ts";

/** Heartbeats leave at most this often: a cancellation is known within a second. */
const heartbeatThrottle = "800ms";

/** Time for segments to end and commit after a stop was asked for. */
const shutdownGraceTime = "30s";

/** After this time the first steps are under way, and what publications take is loaded beside them. */
const publishingMs = 500;

export interface RunningWorker {
  /** Resolves when stopped; rejects when the worker cannot go on. */
  readonly stopped: Promise<void>;
  /** Ends segments at the generation under way, commits them, and stops polling. */
  stop(): Promise<void>;
}

/**
 * The SDK ends workflow code that takes longer than 5 s, which corrupts Node's stack of asynchronous contexts and with it
 * takes the process down. Here it can only be a process that was stopped for a while, or a starved machine. The option is
 * read, but not among those that the SDK declares.
 */
const patient = { isolateExecutionTimeout: "30 days" } as const;

/**
 * Starts the Temporal workers of this process: control work (workflows, dataset) and compute work (segments) as the
 * settings say. Returns once both poll.
 *
 * @param begun compute threads that were started beforehand; they end with the worker
 */
export async function startWorker(
  connectionOptions: NativeConnectionOptions,
  namespace: string,
  settings: WorkerSettings,
  begun?: ComputePool,
): Promise<RunningWorker> {
  collectSeldom();
  // Threads load what they run while the workers begin.
  const pool = begun ?? (settings.resourceClass === null ? undefined : startThreads(settings));
  const connection = await NativeConnection.connect(connectionOptions).catch(async (error: unknown) => {
    await pool?.close();
    throw error;
  });
  const catalog = new SweepCatalog();
  const publications = new Publications();
  const own = new OwnCommits();
  const draining = new AbortController();
  const workers: Worker[] = [];
  const codePath = fileURLToPath(import.meta.resolve("#workflow-bundle"));
  const version = settings.deployment && (await versionOf(settings.deployment.name, codePath));
  const common = {
    connection,
    namespace,
    shutdownGraceTime,
    maxHeartbeatThrottleInterval: heartbeatThrottle,
    defaultHeartbeatThrottleInterval: heartbeatThrottle,
    ...(settings.name !== undefined && { identity: settings.name }),
    ...(version && { workerDeploymentOptions: pinnedTo(version) }),
  } as const;

  if (settings.control) {
    workers.push(
      await Worker.create({
        ...common,
        taskQueue: controlQueue,
        workflowBundle: { codePath },
        maxCachedWorkflows: 600,
        ...patient,
        stickyQueueScheduleToStartTimeout: "2s",
        maxConcurrentActivityTaskExecutions: 4,
        activities: {
          ...datasetActivities(catalog, {
            memoryMiB: settings.datasetMemoryMiB,
            threads: settings.threads,
            ...{ publications, own },
          }),
          ...failureActivities(catalog),
          ...pendingActivities(catalog),
        },
      }),
    );
  }
  if (pool && settings.resourceClass !== null) {
    workers.push(
      await Worker.create({
        ...common,
        taskQueue: computeQueue(settings.resourceClass),
        // One more than threads: while one cohort commits, the thread it left computes for another.
        maxConcurrentActivityTaskExecutions: pool.threads + 1,
        activities: advanceActivities({
          ...{ catalog, pool, publications, own },
          budgetMs: settings.budgetSeconds * 1000,
          draining: draining.signal,
        }),
      }),
    );
  }
  const stop = (): void => {
    draining.abort(new Error("The worker is stopping."));
    for (const worker of workers) if (worker.getState() === "RUNNING") worker.shutdown();
  };
  const loading = settings.control
    ? setTimeout(() => void publishing().catch(() => undefined), publishingMs)
    : undefined;
  const serve = async (): Promise<void> => {
    try {
      await Promise.all(workers.map((worker) => worker.run()));
    } finally {
      clearTimeout(loading);
      stop();
      await pool?.close();
      await connection.close();
    }
  };
  const stopped = serve();
  if (version && settings.deployment?.makeCurrent)
    await Promise.race([makeCurrent(connection, namespace, version, draining.signal), stopped]);
  return {
    stopped,
    async stop() {
      stop();
      await stopped;
    },
  };
}
