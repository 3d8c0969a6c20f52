import { totalmem } from "node:os";
import { fileURLToPath } from "node:url";
import { ApplicationFailure } from "@temporalio/activity";
import { Piscina } from "piscina";
import { ComputeError, finalErrors } from "../../src/core/errors.ts";
import type { SegmentFailure, SegmentOutcome, SegmentTask } from "./thread.ts";
import { Watch } from "./watch.ts";

/** How long a thread may go on with one generation after it was told to stop, before it is ended. */
const patienceMs = { cancelled: 700, draining: 20_000 } as const;

/** Share of the machine's memory that all threads' heaps may take together; arrays lie outside of it. */
const heapShare = 0.75;
const heapMiB = { least: 256, most: 4096 } as const;
/**
 * Of a thread's youngest objects. A thread at its limit gets 16 MiB more, in which to end; what one collection moves out of
 * here must fit into them, or V8 ends the whole process (so it went with Node 24's own size in 13 of 20 cases).
 */
const youngMiB = 16;

export interface PoolOptions {
  readonly threads: number;
  /** How long one generation may take before its thread is ended. */
  readonly generationTimeoutMs: number;
  /** Of each thread; by default its share of the machine's memory. */
  readonly heapMiB?: number;
  /** What the threads run: a module whose default export is `runSegment`. */
  readonly module?: string;
}

/** What may end a segment early. */
export interface SegmentStops {
  /** Its result is no longer wanted: it ends after the generation under way, or in a moment. */
  readonly cancelled: AbortSignal;
  /** The worker stops: it ends after the generation under way, for which there is time. */
  readonly draining: AbortSignal;
}

/** Runs segments on worker threads, so that heartbeats, polling and cancellation stay alive beside them. */
export interface ComputePool {
  readonly threads: number;
  /**
   * One segment. When it is stopped it ends after the generation under way and is returned as usual; if that
   * generation takes too long for this, the thread is ended and this rejects with the signal's reason.
   *
   * @param onBeat is told now and then which generation is under way, and for how many seconds
   * @throws {ComputeError} when the thread died (out of memory, a crash) or one generation took too long: worth another
   * try, within bounds
   * @throws {ApplicationFailure} whatever the family threw: its class name is the type, which says whether to try again
   */
  run(
    task: Omit<SegmentTask, "control" | "room">,
    stops: SegmentStops,
    onBeat?: (generation: number, seconds: number) => void,
  ): Promise<SegmentOutcome>;
  /** Takes back the bytes of a part, of which nothing is needed any more: the next one is made in their place. */
  reuse(part: Uint8Array): void;
  close(): Promise<void>;
}

/** A pool of threads, kept warm. */
export function computePool({ threads, generationTimeoutMs, ...options }: PoolOptions): ComputePool {
  const pool = new Piscina<SegmentTask, SegmentOutcome | SegmentFailure>({
    filename: options.module ?? fileURLToPath(import.meta.resolve("#compute-thread")),
    minThreads: threads,
    maxThreads: threads,
    idleTimeout: Number.POSITIVE_INFINITY,
    atomics: "disabled",
    resourceLimits: {
      maxOldGenerationSizeMb: options.heapMiB ?? heapOf(threads),
      maxYoungGenerationSizeMb: youngMiB,
    },
  });
  const rooms: ArrayBuffer[] = [];
  return {
    threads,
    async run(task, { cancelled, draining }, onBeat) {
      const ended = new AbortController();
      const watch = new Watch(generationTimeoutMs, onBeat, () => ended.abort());
      const stops = [
        watch.stopOn(cancelled, patienceMs.cancelled),
        watch.stopOn(draining, patienceMs.draining),
      ];
      let outcome: SegmentOutcome | SegmentFailure;
      try {
        const room = rooms.pop();
        outcome = await pool.run(
          { ...task, room, control: watch.control },
          { signal: ended.signal, transferList: room ? [room] : [] },
        );
      } catch (error) {
        if (watch.overdue) throw new ComputeError(watch.overdue);
        if (ended.signal.aborted) throw cancelled.aborted ? cancelled.reason : draining.reason;
        throw new ComputeError(`The compute thread died: ${wordsOf(error)}.`, { cause: error });
      } finally {
        for (const release of stops) release();
        watch.close();
      }
      if ("failed" in outcome) throw restored(outcome);
      return outcome;
    },
    reuse({ buffer }) {
      if (buffer instanceof ArrayBuffer && rooms.length < threads) rooms.push(buffer);
    },
    close: () => pool.close({ force: true }),
  };
}

function heapOf(threads: number): number {
  const limit = process.constrainedMemory();
  const memory = limit > 0 ? Math.min(limit, totalmem()) : totalmem();
  const share = Math.floor((heapShare * memory) / threads / 2 ** 20);
  return Math.max(heapMiB.least, Math.min(heapMiB.most, share));
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY"
    ? "it ran out of memory"
    : error.message.replace(/\.$/, "");
}

/** The error that a thread threw. Temporal takes the type of any other error from its class, which was lost on the way. */
function restored({ name, message }: SegmentFailure): ApplicationFailure {
  return ApplicationFailure.create({ message, type: name, nonRetryable: finalErrors.includes(name) });
}
