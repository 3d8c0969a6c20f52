import { type ComputePool, computePool } from "../../activities/compute/pool.ts";
import { collectSeldom } from "./heap.ts";
import type { WorkerSettings } from "./settings.ts";

/** The compute threads of a worker: they load what they run by themselves, which may begin before there is a server. */
export function startThreads({
  threads,
  generationTimeoutSeconds,
}: Pick<WorkerSettings, "threads" | "generationTimeoutSeconds">): ComputePool {
  collectSeldom();
  return computePool({ threads, generationTimeoutMs: generationTimeoutSeconds * 1000 });
}
