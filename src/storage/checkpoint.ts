import { createHash } from "node:crypto";
import { endianness } from "node:os";
import { ConflictError, CorruptionError, VersionError } from "../core/errors.ts";
import { numericsVersion } from "../core/version.ts";
import { type CheckpointHeader, parseHeader } from "./checkpoint-header.ts";
import type { CohortIdentity } from "./cohort-identity.ts";
import type { Outcomes } from "./outcomes.ts";
import type { RowSums } from "./row-sums.ts";

/** A part that a checkpoint vouches for. */
export interface PartEntry {
  readonly key: string;
  /** Hex. */
  readonly sha256: string;
  readonly bytes: number;
  readonly rows: number;
  /** First and last generation, both included. */
  readonly from: number;
  readonly to: number;
  /** What its rows add to the dataset's digest. */
  readonly sums: RowSums;
}

/** Everything a cohort needs to go on after `generation`, and all that is known of it so far. */
export interface Checkpoint {
  readonly sweepId: string;
  readonly numericsVersion: number;
  /** Versions that made the newest segment. */
  readonly packageVersion: string;
  readonly nodeVersion: string;
  /** Of the machine that made the newest segment; absent where that is not known. */
  readonly cpuModel?: string | undefined;
  /** Its cell, and its replicates [first, first + count). */
  readonly cellId: string;
  readonly first: number;
  readonly count: number;
  /** The generation that the newest step went on from: what the checkpoint is named by. */
  readonly after: number;
  readonly generation: number;
  /** All parts so far, in order of generations, without gap or overlap from 1 to `generation`. */
  readonly parts: readonly PartEntry[];
  /** Keys that were merged into bigger parts and are to be removed with the next merge. */
  readonly retired: readonly string[];
  /** Seconds spent on kernels, summed over segments, for the whole cohort. */
  readonly computeSeconds: number;
  /** 1 plus the attempts beyond the first that its segments took. */
  readonly attempts: number;
  readonly outcomes: Outcomes;
  /** What `Cohort.save` gave. */
  readonly state: Float64Array;
}

const magic = Buffer.from("OUROCKPT");
const formatVersion = 1;
const digestBytes = 32;
/** Magic, format version, lengths of header and state: the header follows. */
const prologueBytes = magic.length + 12;

/**
 * The bytes of a checkpoint: magic, format version (u32), header length (u32), lanes (u32), header (JSON), outcome a lane (u8),
 * end a lane (i32), state (f64), SHA-256 of all that; numbers little endian.
 */
export function encodeCheckpoint(checkpoint: Checkpoint): Uint8Array {
  const { outcomes, state, ...facts } = checkpoint;
  const stoppedAt = outcomes.stoppedAt.some((generation) => generation !== 0)
    ? Array.from(outcomes.stoppedAt)
    : undefined;
  const header = Buffer.from(JSON.stringify({ ...facts, stoppedAt, stateLength: state.length }));
  const prologue = Buffer.alloc(prologueBytes);
  magic.copy(prologue);
  prologue.writeUInt32LE(formatVersion, magic.length);
  prologue.writeUInt32LE(header.length, magic.length + 4);
  prologue.writeUInt32LE(outcomes.outcome.length, magic.length + 8);
  const pieces = [prologue, header, outcomes.outcome, littleEndian(outcomes.endedAt), littleEndian(state)];
  const hash = createHash("sha256");
  for (const piece of pieces) hash.update(piece);
  return Buffer.concat([...pieces, hash.digest()]);
}

/**
 * Reads a checkpoint and makes sure that it is whole and belongs to `identity`.
 *
 * @param name its key, for messages
 * @throws {CorruptionError} truncated, changed in any bit, or of another cell, other replicates or another sweep
 * @throws {VersionError} of another numerics version
 */
export function decodeCheckpoint(bytes: Uint8Array, identity: CohortIdentity, name: string): Checkpoint {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const body = data.subarray(0, -digestBytes);
  if (body.length < prologueBytes || !body.subarray(0, magic.length).equals(magic))
    throw new CorruptionError(`${name} is not a checkpoint (${bytes.length} bytes).`);
  if (!createHash("sha256").update(body).digest().equals(data.subarray(-digestBytes)))
    throw new CorruptionError(`${name} does not match its checksum: it was cut short or changed.`);
  const format = body.readUInt32LE(magic.length);
  if (format !== formatVersion)
    throw new ConflictError(
      `${name} has checkpoint format ${format}; this package reads ${formatVersion}. Use the package that wrote it.`,
    );
  const headerEnd = prologueBytes + body.readUInt32LE(magic.length + 4);
  const lanes = body.readUInt32LE(magic.length + 8);
  const header = parseHeader(body.toString("utf8", prologueBytes, headerEnd), name);
  checkBelongs(header, identity, name);
  const { stateLength, stoppedAt: stops, ...facts } = header;
  const endedStart = headerEnd + lanes;
  const stateStart = endedStart + 4 * lanes;
  const fits = lanes === header.count && (stops === undefined || stops.length === lanes);
  if (!fits || stateStart + 8 * stateLength !== body.length)
    throw new CorruptionError(`${name} holds ${body.length} bytes, not what its header says.`);
  const outcome = Uint8Array.from(body.subarray(headerEnd, endedStart));
  const endedAt = new Int32Array(fromLittleEndian(body.subarray(endedStart, stateStart), 4));
  const stoppedAt = stops ? Int32Array.from(stops) : new Int32Array(lanes);
  const state = new Float64Array(fromLittleEndian(body.subarray(stateStart), 8));
  return { ...facts, outcomes: { outcome, endedAt, stoppedAt }, state };
}

function checkBelongs(header: CheckpointHeader, identity: CohortIdentity, name: string): void {
  const expected: Partial<CheckpointHeader> = {
    sweepId: identity.sweepId,
    cellId: identity.slice.cell.id,
    first: identity.slice.first,
    count: identity.slice.count,
  };
  for (const [field, wanted] of Object.entries(expected)) {
    const got = header[field as keyof CheckpointHeader];
    if (got !== wanted)
      throw new CorruptionError(`${name} belongs elsewhere: ${field} ${String(got)}, not ${String(wanted)}.`);
  }
  if (header.numericsVersion !== numericsVersion)
    throw new VersionError(
      `${name} was written by numerics version ${header.numericsVersion}, and this is version ${numericsVersion}: their numbers must not mix. Go on with the package that began it, or use another --store.`,
    );
}

function littleEndian(values: Int32Array | Float64Array): Uint8Array {
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  return endianness() === "LE" ? bytes : swapped(Buffer.from(bytes), values.BYTES_PER_ELEMENT);
}

function fromLittleEndian(bytes: Uint8Array, width: number): ArrayBuffer {
  const copy = new Uint8Array(bytes.length);
  copy.set(bytes);
  if (endianness() !== "LE") swapped(Buffer.from(copy.buffer), width);
  return copy.buffer;
}

function swapped(bytes: Buffer, width: number): Buffer {
  return width === 8 ? bytes.swap64() : bytes.swap32();
}
