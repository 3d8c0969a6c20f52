import { existsSync } from "node:fs";
import { filesOf, type ServerOptions } from "./running.ts";
import { liveServer } from "./live.ts";
import { withLock } from "./lock.ts";
import { gone } from "./processes.ts";
import { writeState } from "./state.ts";

export interface StopOptions extends ServerOptions {
  /** How long it may take to end by itself before it is killed; 15 unless given. */
  readonly graceSeconds?: number | undefined;
}

/**
 * Ends the embedded server and waits until it is gone. Its database stays, and so does the state file, so that the next
 * start takes the same port.
 *
 * Only the process that was started as this server is signalled, never another one under its number.
 */
export async function stopServer(options: StopOptions): Promise<"stopped" | "killed" | "not running"> {
  const files = filesOf(options);
  if (!existsSync(files.folder)) return "not running";
  const { signal } = options;
  const lock = { purpose: `start or stop the server in ${files.folder}`, timeoutMs: 120_000, signal };
  return withLock(files.lock, lock, async () => {
    const state = await liveServer(files);
    if (!state) return "not running";
    signalProcess(state.pid, "SIGTERM");
    const ended = await gone(state.pid, state.mark, (options.graceSeconds ?? 15) * 1000);
    if (!ended) {
      signalProcess(state.pid, "SIGKILL");
      await gone(state.pid, state.mark, 10_000);
    }
    await writeState(files, { ...state, pid: 0 });
    return ended ? "stopped" : "killed";
  });
}

function signalProcess(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error; // it ended by itself meanwhile
  }
}
