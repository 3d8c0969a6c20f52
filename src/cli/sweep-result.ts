import { setTimeout as sleep } from "node:timers/promises";
import { isGrpcDeadlineError, WorkflowFailedError } from "@temporalio/client";
import { startedAgain } from "../client/steer.ts";
import { ConflictError } from "../core/errors.ts";

const pauseMs = 1000;

/**
 * What a sweep's workflow returns, however long it takes. A server that is too busy to answer in time is asked again: the
 * sweep goes on meanwhile, and its end would only go unnoticed.
 *
 * @param signal ends the waiting
 * @throws {ConflictError} when it was cancelled and started again before it had ended
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
      if (error instanceof WorkflowFailedError && error.cause?.message === startedAgain)
        throw new ConflictError(
          "The sweep was cancelled, and somebody started it again. Give the same command again to join it.",
        );
      if (!isGrpcDeadlineError(error)) throw error;
      await sleep(pauseMs, undefined, { signal });
    }
  }
}
