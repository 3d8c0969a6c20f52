import { setMaxListeners } from "node:events";
import { connectionOptions, type TemporalConnection } from "../server/connect.ts";
import type { Plan } from "../spec/plan.ts";
import type { DriveOptions } from "./drive.ts";
import { exitCode } from "./exit.ts";
import { connectOptions } from "./options.ts";
import { output } from "./output.ts";

/** How a sweep that was run ended; a sweep that cannot go on throws. */
export type Ending = "done" | "cancelled" | "interrupted";

/** A server and a worker of this process, for as many sweeps as a command runs. */
export interface Session {
  /**
   * Runs a registered sweep to its end and shows its progress. A sweep that runs already, here or elsewhere, is joined
   * and told of a newer plan.
   *
   * @param again whether a sweep that runs is to look again for work that is left
   * @throws {ProvisionError} where there is no server
   */
  run(plan: Plan, again: boolean): Promise<Ending>;
  /** Commits what is under way, and stops what was started. */
  close(): Promise<void>;
}

/**
 * Begins to connect, or to start the embedded server; the first interruption stops politely, the second at once. Returns
 * while the server starts, so that there is time for other things until the first sweep is run.
 */
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
  const { launched, temporal } = provided(options);
  await launched;
  let opening: Promise<Session> | undefined;
  const open = (): Promise<Session> => (opening ??= engineAt(temporal, options, interrupted.signal));
  return {
    async run(plan, again) {
      const engine = await open();
      return interrupted.signal.aborted ? "interrupted" : await engine.run(plan, again);
    },
    async close() {
      try {
        // A server that was started for nothing is stopped as well.
        const engine = await open().catch(() => undefined);
        await engine?.close();
      } finally {
        listen("off");
      }
    },
  };
}

/**
 * What a session runs sweeps with, once there is a server. Compute threads come first: they load what they run on another
 * core, while this thread loads client and worker.
 */
async function engineAt(
  temporal: Promise<TemporalConnection>,
  options: DriveOptions,
  interrupted: AbortSignal,
): Promise<Session> {
  const { startThreads } = await import("../worker/pool.ts");
  const { threads, generationTimeout } = options;
  const begun = startThreads({ threads, generationTimeoutSeconds: generationTimeout });
  try {
    const [{ openEngine }, at] = await Promise.all([import("./engine.ts"), temporal]);
    return await openEngine(options, at, interrupted, begun);
  } catch (error) {
    await begun.close();
    throw error;
  }
}

/**
 * Where Temporal is, and what resolves as soon as there is nothing to do but wait: loading modules blocks this thread for
 * half a second, in which a server that was not begun before would stand still.
 */
function provided(options: DriveOptions): {
  readonly launched: Promise<void>;
  readonly temporal: Promise<TemporalConnection>;
} {
  let begun = (): void => undefined;
  const starts = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const asked = connectOptions(options, "start");
  const temporal = connectionOptions({
    ...asked,
    onProgress(progress) {
      asked.onProgress?.(progress);
      if (progress.step === "start") begun();
    },
  });
  const settled = temporal.then(
    () => undefined,
    () => undefined,
  );
  return { launched: Promise.race([starts, settled]), temporal };
}
