import { setTimeout as sleep } from "node:timers/promises";
import { isGrpcDeadlineError } from "@temporalio/client";

const pauseMs = 1000;

/**
 * What a sweep's workflow returns, however long it takes. A server that is too busy to answer in time is asked again: the
 * sweep goes on meanwhile, and its end would only go unnoticed.
 *
 * @param signal ends the waiting
 * @throws whatever else `result` throws
 */
export async function sweepResult<Result>(
  result: () => Promise<Result>,
  signal: AbortSignal,
): Promise<Result> {
  for (;;) {
    try {
      return await result();
    } catch (error) {
      if (!isGrpcDeadlineError(error)) throw error;
      await sleep(pauseMs, undefined, { signal });
    }
  }
}
