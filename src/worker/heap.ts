import { setFlagsFromString } from "node:v8";

/** How much more than what it held after the last collection an isolate may hold before the next one, in percent. */
const growthPercent = 200;

/**
 * Lets the heaps of this process triple before they are collected as a whole. A worker holds some 50 MB of objects for
 * good; beside them parts and checkpoints come and go, whose bytes V8 counts as the heap's. By itself it marks all
 * of those objects again for every few megabytes that pass, and that was an eighth of the processor time of a sweep whose
 * generations take 10 µs. Of memory it takes about 100 MB; the limit of a compute thread's heap stays as it is.
 */
export function collectSeldom(): void {
  setFlagsFromString(`--heap-growing-percent=${growthPercent}`);
}
