import { setMaxListeners } from "node:events";
import { Command } from "commander";
import { startSweep } from "../client/sweep-client.ts";
import { openStore } from "../storage/open.ts";
import { registerSweep } from "../storage/registration.ts";
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
import { finishedSweep, showResult } from "./result.ts";
import { quietRuntime } from "./runtime.ts";
import { loadSpec } from "./spec-file.ts";
import { releaseServer } from "./release-server.ts";

interface RunOptions extends StoreOptions, ServerOptions {
  readonly json?: boolean;
  readonly threads: number;
  readonly budget: number;
  readonly maxParallel?: number;
}

/** `ouro run SPEC`: everything on this machine, from the spec to the verdict; again: resumes, or says what is there. */
export function runCommand(): Command {
  return withServer(withStore(withJson(new Command("run"))))
    .description(
      "run a sweep here: server, worker, progress, dataset, report; the same command again resumes",
    )
    .argument("<spec>", "the sweep's YAML or JSON file")
    .option("--threads <count>", "compute threads", count, defaultWorkerSettings.threads)
    .option(
      "--budget <seconds>",
      "generations that one step aims at, in seconds",
      seconds,
      defaultWorkerSettings.budgetSeconds,
    )
    .option("--max-parallel <chains>", "chain workflows in flight together, at most", count)
    .addHelpText("after", "\nExample:\n  ouro run examples/gerstgrasser/figure-7.yaml")
    .action(run);
}

async function run(path: string, options: RunOptions): Promise<void> {
  const { plan: wanted, text } = await loadSpec(path);
  const store = openStore(options.store);
  const plan = await registerSweep(store, wanted, text);
  if (await finishedSweep(store, plan)) {
    output.note(`${plan.sweepId} is done already; nothing to run.`);
    await showResult(store, plan, options);
    return;
  }

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
        options.maxParallel ?? 8 * options.threads,
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
      output.note(`Stopped; everything committed is kept. Go on with the same command: ouro run ${path}`);
    await releaseServer(open);
  } finally {
    process.off("SIGINT", onSignal);
    process.off("SIGTERM", onSignal);
    await open?.close();
  }
}
