import { getPriority, setPriority } from "node:os";
import { isMainThread } from "node:worker_threads";

/** How much nicer a compute thread is than the rest of its process. */
const nicer = 10;
const nicest = 19;

/**
 * Lets the calling thread stand back behind whatever else wants the core: heartbeats, workflows, the server, another
 * sweep's start. With as many compute threads as cores each of those is a moment's work that would wait for a
 * segment's. Only Linux has priorities of threads; elsewhere this does nothing.
 */
export function standBack(): void {
  if (isMainThread || process.platform !== "linux") return;
  setPriority(Math.min(nicest, getPriority() + nicer));
}
