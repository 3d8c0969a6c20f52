import { setMaxListeners } from "node:events";
import { type Command, Option } from "commander";
import { startSweep } from "../client/sweep-client.ts";
import type { Plan } from "../spec/plan.ts";
import type { Store } from "../storage/store.ts";
import { startWorker } from "../worker/create.ts";
import { defaultWorkerSettings } from "../worker/settings.ts";
import { openClient, type OpenClient } from "./connect.ts";
import { exitCode } from "./exit.ts";
import {
  count,
  seconds,
  type ServerOptions,
  type StoreOptions,
  withJson,
  withServer,
  withStore,
} from "./options.ts";
import { output } from "./output.ts";
import { showProgress } from "./progress.ts";
import { releaseServer } from "./release-server.ts";
import { showResult } from "./result.ts";
import { quietRuntime } from "./runtime.ts";

export interface DriveOptions extends StoreOptions, ServerOptions {
  readonly json?: boolean;
  readonly threads: number;
  readonly budget: number;
  readonly maxParallel?: number;
  readonly priority: string;
  /** Leave the work to workers that run already. */
  readonly detach?: boolean;
}

/** Chain workflows in flight together where nobody says: enough for a few hundred cores. */
const detachedParallel = 512;

/** Adds what a command needs that runs a sweep. */
export function withDrive(command: Command): Command {
  return withServer(withStore(withJson(command)))
    .option("--threads <count>", "compute threads", count, defaultWorkerSettings.threads)
    .option(
      "--budget <seconds>",
      "generations that one step aims at, in seconds",
      seconds,
      defaultWorkerSettings.budgetSeconds,
    )
    .option("--max-parallel <chains>", "chain workflows in flight together, at most", count)
    .addOption(priorityOption());
}

/** `--priority`. */
export function priorityOption(): Option {
  return new Option("--priority <level>", "1 (before all others) to 5; sweeps of one level take turns")
    .choices(["1", "2", "3", "4", "5"])
    .default("3");
}

/** Adds `--detach`. */
export function withDetach(command: Command): Command {
  return command.option("--detach", "leave the work to `ouro worker` processes, and return");
}

/**
 * Runs a registered sweep to its end with a worker of this process, shows progress and result, and sets the exit code.
 * A sweep that runs already, here or elsewhere, is joined and told of a newer plan.
 *
 * @param again whether a sweep that runs is to look again for work that is left
 * @param goOn the command that goes on after an interruption
 */
export async function drive(
  store: Store,
  plan: Plan,
  options: DriveOptions,
  goOn: string,
  again = false,
): Promise<void> {
  if (options.detach) return await leave(plan, options, again);
  quietRuntime();
  const interrupted = new AbortController();
  // Waiting for a result is a chain of long polls, each of which listens for as long as the run lasts.
  setMaxListeners(0, interrupted.signal);
  const onSignal = (): void => {
    if (interrupted.signal.aborted) process.exit(exitCode.interrupted);
    output.note("Stopping: committing what is under way (again to stop at once) …");
    interrupted.abort();
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);

  let open: OpenClient | undefined;
  try {
    open = await openClient(options, "start");
    const worker = await startWorker(open.temporal.options, open.temporal.namespace, {
      ...defaultWorkerSettings,
      threads: options.threads,
      budgetSeconds: options.budget,
      resourceClass: plan.queue,
    });
    try {
      const handle = await startSweep(
        open.client,
        options.store,
        plan,
        { parallel: options.maxParallel ?? 8 * options.threads, priority: Number(options.priority) },
        again,
      );
      const ended = new AbortController();
      const result = open.client
        .withAbortSignal(interrupted.signal, () => handle.result())
        .finally(() => ended.abort());
      const interruption = new Promise<"interrupted">((done) =>
        interrupted.signal.addEventListener("abort", () => done("interrupted"), { once: true }),
      );
      const display = showProgress(
        open.client,
        options.store,
        plan.sweepId,
        AbortSignal.any([ended.signal, interrupted.signal]),
      );
      const outcome = await Promise.race([
        result,
        interruption,
        worker.stopped.then(() => "interrupted" as const),
      ]);
      await display;
      if (outcome === "interrupted") {
        result.catch(() => undefined);
        process.exitCode = exitCode.interrupted;
      } else if (outcome.state === "cancelled") {
        output.note(`${plan.sweepId} was cancelled. The same command goes on from what was committed.`);
        process.exitCode = exitCode.failed;
      }
    } finally {
      await worker.stop();
    }
    if (process.exitCode === undefined) await showResult(store, plan, options);
    else if (process.exitCode === exitCode.interrupted)
      output.note(`Stopped; everything committed is kept. Go on with the same command: ${goOn}`);
    await releaseServer(open);
  } finally {
    process.off("SIGINT", onSignal);
    process.off("SIGTERM", onSignal);
    await open?.close();
  }
}

/** Starts a registered sweep, or tells it that there is more to do, for workers that run elsewhere. */
async function leave(plan: Plan, options: DriveOptions, again: boolean): Promise<void> {
  const { client, close } = await openClient(options, "start");
  try {
    const parallel = options.maxParallel ?? detachedParallel;
    const share = { parallel, priority: Number(options.priority) };
    const handle = await startSweep(client, options.store, plan, share, again);
    if (options.json)
      output.json({
        sweepId: plan.sweepId,
        revision: plan.revision,
        workflowId: handle.workflowId,
        runId: handle.signaledRunId,
      });
    else {
      output.line(plan.sweepId);
      output.note(
        `Submitted to ${options.store}. Workers run it: ouro worker. See it: ouro watch ${plan.sweepId}`,
      );
    }
  } finally {
    await close();
  }
}
