import { setMaxListeners } from "node:events";
import { releaseOrphans } from "../client/orphans.ts";
import { startSweep } from "../client/sweep-client.ts";
import type { Plan } from "../spec/plan.ts";
import { hasEnded, processName } from "../server/process-name.ts";
import type { RunningWorker } from "../worker/create.ts";
import { defaultWorkerSettings } from "../worker/settings.ts";
import { openClient } from "./connect.ts";
import type { DriveOptions } from "./drive.ts";
import { exitCode } from "./exit.ts";
import { output } from "./output.ts";
import { showProgress } from "./progress.ts";
import { releaseServer } from "./release-server.ts";
import { sweepResult } from "./sweep-result.ts";

/** How a sweep that was run ended; a sweep that cannot go on throws. */
export type Ending = "done" | "cancelled" | "interrupted";

/** A server and a worker of this process, for as many sweeps as a command runs. */
export interface Session {
  /**
   * Runs a registered sweep to its end and shows its progress. A sweep that runs already, here or elsewhere, is joined
   * and told of a newer plan.
   *
   * @param again whether a sweep that runs is to look again for work that is left
   */
  run(plan: Plan, again: boolean): Promise<Ending>;
  /** Commits what is under way, and stops what was started. */
  close(): Promise<void>;
}

/** Connects, or starts the embedded server; the first interruption stops politely, the second at once. */
export async function openSession(options: DriveOptions): Promise<Session> {
  const interrupted = new AbortController();
  // Waiting for a result is a chain of long polls, each of which listens for as long as the run lasts.
  setMaxListeners(0, interrupted.signal);
  const onSignal = (): void => {
    if (interrupted.signal.aborted) process.exit(exitCode.interrupted);
    output.note("Stopping: committing what is under way (again to stop at once) …");
    interrupted.abort();
  };
  const listen = (to: "on" | "off"): void => {
    process[to]("SIGINT", onSignal);
    process[to]("SIGTERM", onSignal);
  };
  listen("on");
  try {
    // A worker's modules take as long to load as a server takes to start: both at once, and not for who leaves the work.
    const [open, { startWorker }, { quietRuntime }] = await Promise.all([
      openClient(options, "start"),
      import("../worker/create.ts"),
      import("./runtime.ts"),
    ]);
    const workers = new Map<string, RunningWorker>();
    const serve = async (queue: string): Promise<RunningWorker> => {
      const running = workers.get(queue);
      if (running) return running;
      if (workers.size === 0) quietRuntime();
      const worker = await startWorker(open.temporal.options, open.temporal.namespace, {
        ...defaultWorkerSettings,
        threads: options.threads,
        budgetSeconds: options.budget,
        generationTimeoutSeconds: options.generationTimeout,
        resourceClass: queue,
        name: await processName(),
      });
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
          () => open.client.withAbortSignal(interrupted.signal, () => handle.result()),
          interrupted.signal,
        ).finally(() => ended.abort());
        const interruption = new Promise<"interrupted">((done) =>
          interrupted.signal.addEventListener("abort", () => done("interrupted"), { once: true }),
        );
        const until = AbortSignal.any([ended.signal, interrupted.signal]);
        const display = showProgress(open.client, options.store, plan.sweepId, until);
        const outcome = await Promise.race([
          result,
          interruption,
          worker.stopped.then(() => "interrupted" as const),
        ]);
        if (outcome === "interrupted" || interrupted.signal.aborted) {
          result.catch(() => undefined);
          return "interrupted";
        }
        await display;
        return outcome.state === "cancelled" ? "cancelled" : "done";
      },
      async close() {
        try {
          await Promise.all([...workers.values()].map((worker) => worker.stop()));
          // A server that does not answer is left as it is.
          await releaseServer(open).catch(() => undefined);
        } finally {
          listen("off");
          await open.close();
        }
      },
    };
  } catch (error) {
    listen("off");
    throw error;
  }
}
