import { type Command, Option } from "commander";
import type { Plan } from "../spec/plan.ts";
import type { Store } from "../storage/store.ts";
import { defaultWorkerSettings } from "../worker/settings.ts";
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
import { openSession, type Session } from "./session.ts";

export interface DriveOptions extends StoreOptions, ServerOptions {
  readonly json?: boolean;
  readonly threads: number;
  readonly budget: number;
  readonly generationTimeout: number;
  readonly maxParallel?: number;
  readonly priority: string;
  /** Leave the work to workers that run already. */
  readonly detach?: boolean;
}

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
    .option(
      "--generation-timeout <seconds>",
      "a generation that takes longer counts as failed, in seconds",
      seconds,
      defaultWorkerSettings.generationTimeoutSeconds,
    )
    .option("--max-parallel <cohorts>", "cohorts in flight together, at most", count)
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
 * @param goOn the command that goes on after an interruption
 * @param how.again whether a sweep that runs is to look again for work that is left
 * @param how.session one that was opened beforehand; it is closed here
 */
export async function drive(
  store: Store,
  plan: Plan,
  options: DriveOptions,
  goOn: string,
  { again = false, ...how }: { readonly again?: boolean; readonly session?: Session | undefined } = {},
): Promise<void> {
  if (options.detach) return await (await import("./leave.ts")).leave(plan, options, again);
  const session = how.session ?? (await openSession(options));
  const ending = await session.run(plan, again).catch(async (error: unknown) => {
    await session.close();
    throw error;
  });
  const closing = session.close();
  closing.catch(() => undefined); // told when it is awaited
  // The result is read while what was started stops; an interruption is told of once everything is committed.
  try {
    if (ending === "done") await (await import("./result.ts")).showResult(store, plan, options);
  } finally {
    await closing;
  }
  if (ending === "interrupted") {
    output.note(`Stopped; everything committed is kept. Go on with the same command: ${goOn}`);
    process.exitCode = exitCode.interrupted;
  } else if (ending === "cancelled") {
    output.note(`${plan.sweepId} was cancelled. The same command goes on from what was committed.`);
    process.exitCode = exitCode.failed;
  }
}
