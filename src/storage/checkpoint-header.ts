import { CorruptionError } from "../core/errors.ts";
import type { Checkpoint, PartEntry } from "./checkpoint.ts";

/** What a checkpoint says of itself in JSON, before its arrays. */
export type CheckpointHeader = Omit<Checkpoint, "outcomes" | "state"> & {
  readonly stateLength: number;
  /** The last generation of lanes that were stopped, 0 for the others; absent where none was. */
  readonly stoppedAt?: readonly number[];
};

type Optional = "stoppedAt" | "cpuModel";

const isText = (value: unknown): boolean => typeof value === "string";
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
const isList = (value: unknown, of: (item: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(of);

const partFields: Readonly<Record<keyof PartEntry, (value: unknown) => boolean>> = {
  key: isText,
  sha256: isText,
  bytes: isCount,
  rows: isCount,
  from: isCount,
  to: isCount,
  sums: (value) => isText(value) && /^[0-9a-f]{64}$/.test(value as string),
};

const fields: Readonly<Record<Exclude<keyof CheckpointHeader, Optional>, (value: unknown) => boolean>> = {
  sweepId: isText,
  numericsVersion: isCount,
  packageVersion: isText,
  nodeVersion: isText,
  cellId: isText,
  first: isCount,
  count: isCount,
  after: isCount,
  generation: isCount,
  parts: (value) => isList(value, (part) => wrongField(part, partFields) === undefined),
  retired: (value) => isList(value, isText),
  computeSeconds: (value) => typeof value === "number" && value >= 0,
  attempts: isCount,
  stateLength: isCount,
};

const optionalFields: Readonly<Record<Optional, (value: unknown) => boolean>> = {
  stoppedAt: (value) => isList(value, isCount),
  cpuModel: isText,
};

/**
 * Reads a header whose checksum was right. What wrote it may still have been something else.
 *
 * @throws {CorruptionError} when it is not JSON, or a field is missing or of another kind
 */
export function parseHeader(text: string, name: string): CheckpointHeader {
  let header: unknown;
  try {
    header = JSON.parse(text);
  } catch (error) {
    throw new CorruptionError(`${name} has a header that is not JSON.`, { cause: error });
  }
  const wrong = wrongField(header, fields) ?? wrongField(header, optionalFields, true);
  if (wrong !== undefined) throw new CorruptionError(`${name} has a header without a proper ${wrong}.`);
  return header as CheckpointHeader;
}

/** The first field that is not what it must be, by its own name: what a prototype offers does not count. */
function wrongField(
  value: unknown,
  wanted: Readonly<Record<string, (value: unknown) => boolean>>,
  absent = false,
): string | undefined {
  if (typeof value !== "object" || value === null) return "mapping";
  const given = value as Readonly<Record<string, unknown>>;
  return Object.entries(wanted).find(([name, fits]) =>
    Object.hasOwn(given, name) ? !fits(given[name]) : !absent,
  )?.[0];
}
