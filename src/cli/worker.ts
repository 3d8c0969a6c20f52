import { Command } from "commander";
import { ParameterError } from "../core/errors.ts";
import { startWorker } from "../worker/create.ts";
import { connectionOptions } from "../server/connect.ts";
import { processName } from "../server/process-name.ts";
import { defaultWorkerSettings } from "../worker/settings.ts";
import { exitCode } from "./exit.ts";
import { keepEmbedded } from "./keep-embedded.ts";
import { connectOptions, count, seconds, type ServerOptions, withServer } from "./options.ts";
import { output } from "./output.ts";
import { quietRuntime } from "./runtime.ts";

interface WorkerCommandOptions extends ServerOptions {
  readonly threads: number;
  readonly budget: number;
  readonly generationTimeout: number;
  readonly queue: string;
  readonly role: "all" | "compute" | "control";
  readonly deployment?: string;
  readonly makeCurrent?: boolean;
}

/** `ouro worker`: serves sweeps until it is stopped. */
export function workerCommand(): Command {
  return withServer(new Command("worker"))
    .option("--threads <count>", "compute threads", count, defaultWorkerSettings.threads)
    .option(
      "--budget <seconds>",
      "generations that one step aims at, in seconds",
      seconds,
      defaultWorkerSettings.budgetSeconds,
    )
    .option(
      "--generation-timeout <seconds>",
      "a generation that takes longer counts as failed, in seconds",
      seconds,
      defaultWorkerSettings.generationTimeoutSeconds,
    )
    .option("--queue <class>", "resource class served (a spec names it as `queue`)", "cpu")
    .option("--role <role>", "compute, control (workflows and datasets) or all", "all")
    .option("--deployment <name>", "be a version of this worker deployment: a sweep stays with its version")
    .option("--make-current", "with --deployment: sweeps that begin from now on begin on this version")
    .addHelpText("after", "\nExample:\n  ouro worker --address temporal:7233 --threads 16")
    .action(async (options: WorkerCommandOptions) => {
      if (options.makeCurrent && options.deployment === undefined)
        throw new ParameterError("--make-current", "given with --deployment", "no --deployment");
      const temporal = await connectionOptions(connectOptions(options, "adopt"));
      quietRuntime();
      const worker = await startWorker(temporal.options, temporal.namespace, {
        ...defaultWorkerSettings,
        threads: options.threads,
        budgetSeconds: options.budget,
        generationTimeoutSeconds: options.generationTimeout,
        resourceClass: options.role === "control" ? null : options.queue,
        control: options.role !== "compute",
        name: await processName(),
        deployment: options.deployment
          ? { name: options.deployment, makeCurrent: options.makeCurrent ?? false }
          : undefined,
      });
      output.note(
        `Serving ${temporal.options.address}, namespace ${temporal.namespace}, with ${options.threads} threads.${
          options.makeCurrent ? " New sweeps begin on this version." : ""
        }`,
      );
      const leaveServer = keepEmbedded(options, temporal);
      const stop = (signal: NodeJS.Signals): void => {
        output.note(`${signal}: committing what is under way …`);
        if (signal === "SIGINT") process.exitCode = exitCode.interrupted;
        leaveServer();
        void worker.stop();
      };
      process.once("SIGINT", stop);
      process.once("SIGTERM", stop);
      await worker.stopped.finally(leaveServer);
    });
}
