import { type ActivityFailure, ApplicationFailure } from "@temporalio/workflow";

/** Why an activity gave up: the class name and the message of the error it threw, seen through Temporal's wrapping. */
export function describeFailure(failure: ActivityFailure): { type: string; message: string } {
  const cause = failure.cause ?? failure;
  const type = cause instanceof ApplicationFailure ? (cause.type ?? cause.name) : cause.name;
  return { type, message: cause.message };
}
