import { fileURLToPath } from "node:url";
import { Piscina } from "piscina";
import { ApplicationFailure } from "@temporalio/activity";
import { finalErrors, StoreError } from "../../src/core/errors.ts";
import type { SegmentFailure, SegmentOutcome, SegmentTask } from "./thread.ts";

/** How long a thread may go on with one generation after it was told to stop, before it is ended. */
const patienceMs = 700;

/** Runs segments on worker threads, so that heartbeats, polling and cancellation stay alive beside them. */
export interface ComputePool {
  readonly threads: number;
  /**
   * One segment. When `signal` fires, the segment ends after the generation under way and is returned as usual; if
   * that generation takes longer than a moment the thread is ended and this rejects with the signal's reason.
   *
   * @throws {StoreError} when the thread died (out of memory, killed): worth another try, within bounds
   * @throws {ApplicationFailure} whatever the family threw: its class name is the type, which says whether to try again
   */
  run(task: Omit<SegmentTask, "stop">, signal: AbortSignal): Promise<SegmentOutcome>;
  close(): Promise<void>;
}

/** A pool of `threads` threads, kept warm. */
export function computePool(threads: number): ComputePool {
  const pool = new Piscina<SegmentTask, SegmentOutcome | SegmentFailure>({
    filename: fileURLToPath(import.meta.resolve("#compute-thread")),
    minThreads: threads,
    maxThreads: threads,
    idleTimeout: Number.POSITIVE_INFINITY,
    atomics: "disabled",
  });
  return {
    threads,
    async run(task, signal) {
      const stop = new Int32Array(new SharedArrayBuffer(4));
      const ended = new AbortController();
      let timer: NodeJS.Timeout | undefined;
      const onAbort = (): void => {
        Atomics.store(stop, 0, 1);
        timer = setTimeout(() => ended.abort(), patienceMs);
      };
      if (signal.aborted) onAbort();
      else signal.addEventListener("abort", onAbort, { once: true });
      try {
        const outcome = await pool.run({ ...task, stop }, { signal: ended.signal });
        if ("failed" in outcome) throw restored(outcome);
        return outcome;
      } catch (error) {
        if (ended.signal.aborted) throw signal.reason;
        if (error instanceof Error && "code" in error && String(error.code).startsWith("ERR_WORKER"))
          throw new StoreError(`The compute thread died: ${error.message}.`, { cause: error });
        throw error;
      } finally {
        clearTimeout(timer);
        signal.removeEventListener("abort", onAbort);
      }
    },
    close: () => pool.close({ force: true }),
  };
}

/** The error that a thread threw. Temporal takes the type of any other error from its class, which was lost on the way. */
function restored({ name, message }: SegmentFailure): ApplicationFailure {
  return ApplicationFailure.create({ message, type: name, nonRetryable: finalErrors.includes(name) });
}
