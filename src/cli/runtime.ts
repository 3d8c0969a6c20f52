import {
  type LogLevel,
  type LogMetadata,
  type Logger,
  makeTelemetryFilterString,
  Runtime,
} from "@temporalio/worker";
import { ApplicationFailure } from "@temporalio/common";
import { finalErrors } from "../core/errors.ts";
import { sweepIdOf } from "../client/identity.ts";
import { output } from "./output.ts";

/** The same trouble is told once in this time. */
const silenceMs = 10_000;

/**
 * Puts the SDK's log into words for a person: a step that failed and is tried again is told once, with its reason;
 * everything else below an error is left out unless OURO_DEBUG is set. Signals are left to the commands. The runtime
 * keeps the process alive until its last worker has stopped: it is installed only when one is about to start.
 */
export function quietRuntime(): void {
  Runtime.install({
    shutdownSignals: [],
    logger: new PersonLogger(process.env["OURO_DEBUG"] !== undefined),
    telemetryOptions: {
      logging: { filter: makeTelemetryFilterString({ core: "ERROR", other: "ERROR" }), forward: {} },
    },
  });
}

class PersonLogger implements Logger {
  readonly #all: boolean;
  readonly #told: Map<string, number> = new Map();

  constructor(all: boolean) {
    this.#all = all;
  }

  log(level: LogLevel, message: string, meta?: LogMetadata): void {
    const error: unknown = meta?.["error"];
    const reason = error instanceof Error ? error.message : undefined;
    if (this.#all) output.note(`[${level}] ${message}${reason ? `: ${reason}` : ""}`);
    else if (level === "WARN" && message === "Activity failed" && reason)
      this.#tell(`${stepOf(meta)} failed${isFinal(error) ? "" : " and will be tried again"}: ${reason}`);
    else if (level === "WARN" && message === "set aside")
      this.#tell(`Set aside ${String(meta?.["key"])}: ${String(meta?.["reason"])}`);
    else if (level === "ERROR") this.#tell(reason ? `${message}: ${reason}` : message);
  }

  #tell(text: string): void {
    const now = performance.now();
    if (now - (this.#told.get(text) ?? Number.NEGATIVE_INFINITY) < silenceMs) return;
    this.#told.set(text, now);
    output.note(text);
  }

  trace(message: string, meta?: LogMetadata): void {
    this.log("TRACE", message, meta);
  }
  debug(message: string, meta?: LogMetadata): void {
    this.log("DEBUG", message, meta);
  }
  info(message: string, meta?: LogMetadata): void {
    this.log("INFO", message, meta);
  }
  warn(message: string, meta?: LogMetadata): void {
    this.log("WARN", message, meta);
  }
  error(message: string, meta?: LogMetadata): void {
    this.log("ERROR", message, meta);
  }
}

/** Whether the same step would fail the same way, so that Temporal does not try it again. */
function isFinal(error: unknown): boolean {
  if (!(error instanceof ApplicationFailure))
    return error instanceof Error && finalErrors.includes(error.name);
  return error.nonRetryable || finalErrors.includes(error.type ?? "");
}

/** Names the sweep: this machine's worker serves others than the one that the person looks at. */
function stepOf(meta: LogMetadata | undefined): string {
  const workflowId: unknown = meta?.["workflowId"];
  const sweep = typeof workflowId === "string" ? sweepIdOf(workflowId) : undefined;
  return sweep === undefined ? "A step" : `A step of ${sweep}`;
}
