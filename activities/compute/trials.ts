import { ApplicationFailure } from "@temporalio/activity";
import { ComputeError } from "../../src/core/errors.ts";

/** What the heartbeats of a step tell whoever looks at it, and its next attempt. */
export interface StepHints {
  /** Committed so far. */
  readonly generation: number;
  /** The generation that is being computed, and since how many seconds; absent before it begins. */
  readonly underWay?: { readonly generation: number; readonly seconds: number };
  /** Attempts that began to compute after this generation and of which nothing was heard again. */
  readonly vanished: number;
  /** How often computing failed after this generation: the thread died, or the family threw. */
  readonly failed: number;
}

/** Failures of one step after which its chains are given up. */
const failuresAtMost = 4;

/** Vanished attempts of one step after which its chains are given up: machines are taken away for other reasons too. */
const vanishedAtMost = 10;

/** What came of earlier attempts of the same step. */
export class Trials {
  readonly #generation: number;
  readonly #before: StepHints;

  /** @param details what the last heartbeat of the attempt before said, if anything */
  constructor(generation: number, details: unknown) {
    const none: StepHints = { generation, vanished: 0, failed: 0 };
    this.#generation = generation;
    this.#before = isHints(details) && details.generation === generation ? details : none;
  }

  /** What to say while computing: if this is the last that is heard, the attempt has vanished. */
  get computing(): StepHints {
    return { generation: this.#generation, vanished: this.#before.vanished + 1, failed: this.#before.failed };
  }

  /** What to say when computing has ended without fault. */
  get settled(): StepHints {
    return { ...this.computing, vanished: this.#before.vanished };
  }

  /** What to say when computing failed. */
  get failed(): StepHints {
    return { ...this.settled, failed: this.#before.failed + 1 };
  }

  /** The share of its time budget that a step gets: less after each vanished attempt, so that some generation is committed. */
  get share(): number {
    return 1 / 4 ** this.#before.vanished;
  }

  /** @throws {ApplicationFailure} when too many attempts have vanished: not to be tried again */
  check(): void {
    if (this.#before.vanished < vanishedAtMost) return;
    throw givenUp(
      `${vanishedAtMost} workers in a row ended while they computed generation ${this.#generation + 1}.`,
    );
  }

  /** The error to throw when computing failed with `error`: a final one when it has failed too often. */
  judged(error: unknown): unknown {
    if (error instanceof ApplicationFailure && error.nonRetryable === true) return error;
    if (this.failed.failed < failuresAtMost) return error;
    const type = error instanceof ApplicationFailure && error.type ? `${error.type}: ` : "";
    const message = error instanceof Error ? error.message : String(error);
    return givenUp(`${type}${message} So it went ${failuresAtMost} times in a row on this step.`);
  }
}

/** Whether an error says that computing itself failed, and not that it was stopped. */
export function isComputeFailure(error: unknown): boolean {
  return error instanceof ComputeError || error instanceof ApplicationFailure;
}

function givenUp(message: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(`${message} Its chains are given up.`, "PoisonChain");
}

function isHints(value: unknown): value is StepHints {
  if (typeof value !== "object" || value === null) return false;
  const { generation, vanished, failed } = value as Partial<Record<keyof StepHints, unknown>>;
  return [generation, vanished, failed].every(Number.isSafeInteger);
}
