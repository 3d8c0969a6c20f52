/** Every failure thrown on purpose. `code` is stable API; `message` is prose for a person. */
export abstract class SweepError extends Error {
  abstract readonly code: string;

  /** The class name: Temporal sends it as the failure's `type`, and it survives the trip that `instanceof` does not. */
  override get name(): string {
    return this.constructor.name;
  }
}

/** A parameter of a family, a regime or a spec that cannot be meant: nothing was started. */
export class ParameterError extends SweepError {
  readonly code = "PARAMETER_INVALID";
  /** Where: a dotted path such as `parameters.samples`. */
  readonly path: string;
  readonly must: string;

  constructor(path: string, must: string, got: unknown, remedy = "") {
    super(`${path} must be ${must}; got ${display(got)}.${remedy && ` ${remedy}`}`);
    this.path = path;
    this.must = must;
  }
}

/** A numerical routine was asked for something that has no answer: a defect or an outcome that nobody named. */
export class NumericalError extends SweepError {
  readonly code = "NUMERICAL";
}

/** What the store holds is not what was written: truncated, flipped, foreign or of another version. */
export class CorruptionError extends SweepError {
  readonly code = "CORRUPT";
}

/** The store cannot be read or written now (disk full, no permission, service away): worth another try. */
export class StoreError extends SweepError {
  readonly code = "STORE";
}

/** Computing came to no end: a thread died, ran out of memory, or one generation took too long. Worth a few more tries. */
export class ComputeError extends SweepError {
  readonly code = "COMPUTE";
}

/** Two things that must not meet: another spec under the same id, something else in a folder. */
export class ConflictError extends SweepError {
  readonly code = "CONFLICT";
}

/** Numbers of another numerics version. Not final: during a rolling upgrade a worker of the right version is near. */
export class VersionError extends ConflictError {}

/** A server, a binary or a package that is not there; the message says what to install or start. */
export class ProvisionError extends SweepError {
  readonly code = "PROVISION";
}

/** Not retried by Temporal: the same input would fail the same way. Store and corruption errors are not among them. */
export const finalErrors: readonly string[] = ["ParameterError", "NumericalError", "ConflictError"];

function display(value: unknown): string {
  if (typeof value === "string")
    return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}...` : value);
  if (value === undefined) return "nothing";
  if (value === null || typeof value === "number" || typeof value === "boolean") return String(value);
  if (!Array.isArray(value)) return "a mapping";
  const listed = JSON.stringify(value);
  return listed.length > 60 ? `a list, ${listed.slice(0, 57)}...` : listed;
}
