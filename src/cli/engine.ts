import type { ComputePool } from "../../activities/compute/pool.ts";
import { releaseOrphans } from "../client/orphans.ts";
import { startSweep } from "../client/sweep-client.ts";
import type { TemporalConnection } from "../server/connect.ts";
import { hasEnded, processName } from "../server/process-name.ts";
import { type RunningWorker, startWorker } from "../worker/create.ts";
import { defaultWorkerSettings } from "../worker/settings.ts";
import { clientOf } from "./connect.ts";
import type { DriveOptions } from "./drive.ts";
import { showProgress } from "./progress.ts";
import { releaseServer } from "./release-server.ts";
import { keepEmbedded } from "./keep-embedded.ts";
import { quietRuntime } from "./runtime.ts";
import type { Session } from "./session.ts";
import { sweepResult } from "./sweep-result.ts";

/**
 * What a session runs sweeps with: a client, and workers of this process.
 *
 * @param interrupted stops politely
 * @param begun compute threads for the first worker
 */
export async function openEngine(
  options: DriveOptions,
  temporal: TemporalConnection,
  interrupted: AbortSignal,
  begun: ComputePool,
): Promise<Session> {
  const open = await clientOf(temporal);
  const leaveServer = keepEmbedded(options, temporal);
  const workers = new Map<string, RunningWorker>();
  const serve = async (queue: string): Promise<RunningWorker> => {
    const running = workers.get(queue);
    if (running) return running;
    if (workers.size === 0) quietRuntime();
    const settings = {
      ...defaultWorkerSettings,
      threads: options.threads,
      budgetSeconds: options.budget,
      generationTimeoutSeconds: options.generationTimeout,
      resourceClass: queue,
      name: await processName(),
    };
    const threads = workers.size === 0 ? begun : undefined;
    const worker = await startWorker(temporal.options, temporal.namespace, settings, threads);
    workers.set(queue, worker);
    return worker;
  };
  return {
    async run(plan, again) {
      const worker = await serve(plan.queue);
      const parallel = options.maxParallel ?? 8 * options.threads;
      const share = { parallel, priority: Number(options.priority) };
      const handle = await startSweep(open.client, options.store, plan, share, again);
      // Workers here that were killed a moment ago left what they had in hand.
      void releaseOrphans(open.client, options.store, plan.sweepId, hasEnded).catch(() => 0);
      const ended = new AbortController();
      const result = sweepResult(
        () => open.client.withAbortSignal(interrupted, () => handle.result()),
        interrupted,
      ).finally(() => ended.abort());
      const interruption = new Promise<"interrupted">((done) =>
        interrupted.addEventListener("abort", () => done("interrupted"), { once: true }),
      );
      const until = AbortSignal.any([ended.signal, interrupted]);
      const display = showProgress(open.client, options.store, plan.sweepId, until);
      const outcome = await Promise.race([
        result,
        interruption,
        worker.stopped.then(() => "interrupted" as const),
      ]);
      if (outcome === "interrupted" || interrupted.aborted) {
        result.catch(() => undefined);
        return "interrupted";
      }
      await display;
      return outcome.state === "cancelled" ? "cancelled" : "done";
    },
    async close() {
      leaveServer();
      try {
        if (workers.size === 0) await begun.close();
        await Promise.all([...workers.values()].map((worker) => worker.stop()));
        // A server that does not answer is left as it is.
        await releaseServer(open).catch(() => undefined);
      } finally {
        await open.close();
      }
    },
  };
}
