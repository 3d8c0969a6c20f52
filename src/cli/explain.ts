import { ServiceError, WorkflowFailedError } from "@temporalio/client";
import { ParameterError, SweepError } from "../core/errors.ts";
import { SpecError } from "../spec/problems.ts";
import { exitCode } from "./exit.ts";

/** What a person is told of an error, and the exit code that goes with it. Never a stack trace. */
export function explain(error: unknown): { message: string; code: number } {
  if (error instanceof SpecError || error instanceof ParameterError)
    return { message: error.message, code: exitCode.usage };
  if (error instanceof SweepError) return { message: withCause(error), code: exitCode.failed };
  if (error instanceof WorkflowFailedError)
    return { message: `The sweep failed: ${withCause(error.cause ?? error)}`, code: exitCode.failed };
  if (error instanceof ServiceError)
    return {
      message: `The Temporal server did not answer as expected: ${withCause(error)}. \`ouro doctor\` looks into it.`,
      code: exitCode.failed,
    };
  if (error instanceof Error) return { message: withCause(error), code: exitCode.failed };
  return { message: String(error), code: exitCode.failed };
}

function withCause(error: Error): string {
  const cause = error.cause;
  return cause instanceof Error && !error.message.includes(cause.message)
    ? `${error.message} (${withCause(cause)})`
    : error.message;
}
