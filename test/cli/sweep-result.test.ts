import { ServiceError, WorkflowFailedError } from "@temporalio/client";
import { RetryState, TerminatedFailure } from "@temporalio/common";
import { describe, expect, it } from "vitest";
import { sweepResult } from "../../src/cli/sweep-result.ts";
import { startedAgain } from "../../src/client/steer.ts";
import { ConflictError } from "../../src/core/errors.ts";

/** As the SDK throws it where a server answers with this status. */
function answered(code: number): ServiceError {
  const cause = Object.assign(new Error("status"), { code, details: "", metadata: {} });
  return new ServiceError("Failed to get Workflow execution history", { cause });
}

const deadlineExceeded = 4;
const notFound = 5;

describe("the wait for a sweep's result", () => {
  it("outlasts a server that is too busy to answer in time", async () => {
    let asked = 0;
    const result = sweepResult(async () => {
      if (++asked < 2) throw answered(deadlineExceeded);
      return "done";
    }, new AbortController().signal);
    await expect(result).resolves.toBe("done");
    expect(asked).toBe(2);
  });

  it("ends with whatever else is wrong, and when nobody waits any more", async () => {
    const { signal } = new AbortController();
    await expect(sweepResult(() => Promise.reject(answered(notFound)), signal)).rejects.toBeInstanceOf(
      ServiceError,
    );
    const busy = (): Promise<never> => Promise.reject(answered(deadlineExceeded));
    await expect(sweepResult(busy, AbortSignal.abort())).rejects.toThrow("aborted");
  });

  it("tells a sweep that was cancelled and started again from one that somebody ended", async () => {
    const ended = (reason: string): Promise<never> =>
      Promise.reject(
        new WorkflowFailedError(
          "terminated",
          new TerminatedFailure(reason),
          RetryState.NON_RETRYABLE_FAILURE,
        ),
      );
    const { signal } = new AbortController();
    await expect(sweepResult(() => ended(startedAgain), signal)).rejects.toBeInstanceOf(ConflictError);
    await expect(sweepResult(() => ended("enough"), signal)).rejects.toBeInstanceOf(WorkflowFailedError);
  });
});
