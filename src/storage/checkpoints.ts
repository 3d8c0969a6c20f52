import { createHash } from "node:crypto";
import { CorruptionError } from "../core/errors.ts";
import { numericsVersion } from "../core/version.ts";
import { cohortOf } from "../spec/cohorts.ts";
import type { Plan } from "../spec/plan.ts";
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint, type PartEntry } from "./checkpoint.ts";
import { type CohortIdentity, cohortIdentity } from "./cohort-identity.ts";
import {
  checkpointFolder,
  checkpointKey,
  checkpointsFolder,
  parseCheckpointKey,
  partKey,
  partsFolder,
  quarantineKey,
} from "./layout.ts";
import { mergeSmallParts } from "./merge-parts.ts";
import type { Outcomes } from "./outcomes.ts";
import type { Store } from "./store.ts";

export type { Checkpoint } from "./checkpoint.ts";

/** A blob that could not be trusted and was moved into quarantine. */
export interface SetAside {
  readonly key: string;
  readonly reason: string;
}

/** A segment to commit: what was computed, and what its caller knows of it. */
export interface SegmentCommit {
  /** First and last generation, both included. */
  readonly from: number;
  readonly to: number;
  readonly rows: number;
  /** What `encodePart` gave, and its SHA-256 (hex). */
  readonly part: Uint8Array;
  readonly sha256: string;
  /** After generation `to`. */
  readonly state: Float64Array;
  readonly outcomes: Outcomes;
  /** Of this segment alone. */
  readonly computeSeconds: number;
  /** Attempts that this segment took, from 1. */
  readonly attempts: number;
  readonly packageVersion: string;
}

/** Checkpoints kept a cohort: the newest, and one to fall back on. */
const kept = 2;

/**
 * The newest checkpoint of a cohort that is whole, belongs to it and whose parts are all there with the right size;
 * undefined where there is none, so that the cohort begins anew. One that cannot be trusted is moved into quarantine
 * and the next older one is tried.
 *
 * @throws {ConflictError} when it was written by another numerics version
 * @throws {StoreError}
 */
export async function newestCheckpoint(
  store: Store,
  identity: CohortIdentity,
  onSetAside?: (notice: SetAside) => void,
): Promise<Checkpoint | undefined> {
  const entries = await store.list(checkpointFolder(identity));
  for (const { key } of entries.reverse()) {
    const bytes = parseCheckpointKey(key) && (await store.read(key));
    if (bytes === undefined) continue;
    try {
      const checkpoint = decodeCheckpoint(bytes, identity, key);
      await checkParts(store, identity, checkpoint);
      return checkpoint;
    } catch (error) {
      if (!(error instanceof CorruptionError)) throw error;
      await setAside(store, identity.sweepId, key, bytes);
      onSetAside?.({ key, reason: error.message });
    }
  }
  return undefined;
}

/** A cohort of a plan and the newest valid checkpoint it has. */
export interface CohortCheckpoint {
  readonly identity: CohortIdentity;
  readonly checkpoint: Checkpoint;
}

/**
 * The newest valid checkpoint of every cohort of the plan that has one, by cohort.
 *
 * @throws {ConflictError} {@link newestCheckpoint}
 * @throws {StoreError}
 */
export async function* newestCheckpoints(
  store: Store,
  plan: Plan,
  onSetAside?: (notice: SetAside) => void,
): AsyncGenerator<CohortCheckpoint> {
  const cohorts = new Set<number>();
  for (const { key } of await store.list(checkpointsFolder(plan.sweepId))) {
    const at = parseCheckpointKey(key);
    const cohort = at && cohortOf(plan, at.cellId, at.first, at.count);
    if (cohort !== undefined) cohorts.add(cohort);
  }
  for (const cohort of [...cohorts].sort((a, b) => a - b)) {
    const identity = cohortIdentity(plan, cohort);
    const checkpoint = await newestCheckpoint(store, identity, onSetAside);
    if (checkpoint) yield { identity, checkpoint };
  }
}

/**
 * Makes a segment durable: its part first, then the checkpoint that names all parts so far. The checkpoint is the
 * commit point: a part counts only if the newest valid checkpoint names it, so a crash in between leaves a file that
 * nobody reads and that the next attempt replaces.
 *
 * A zombie (an attempt that was given up for dead and still writes) does no harm. What it writes under a name is a pure
 * function of that name: rows of a cohort's generations `from` to `to` are the same numbers whoever computes them and
 * however work was cut, so a part it replaces is replaced by its equal, and its checkpoint at generation g says the
 * same of g as any other (only the cuts it names may differ, and those parts are there as well, since parts go first).
 * A checkpoint older than the newest one is never looked at. It prunes only what is older than the two newest
 * checkpoints in the store, and parts merged away at least a merge earlier; should anyone still need one of those, its
 * absence is noticed, the checkpoint is set aside and the rows are computed again.
 *
 * @param previous what the segment went on from; undefined for generation 0
 * @throws {CorruptionError} when the segment does not follow `previous`
 * @throws {StoreError}
 */
export async function commitSegment(
  store: Store,
  identity: CohortIdentity,
  previous: Checkpoint | undefined,
  commit: SegmentCommit,
): Promise<Checkpoint> {
  const { sweepId, slice } = identity;
  const { from, to, rows, part, sha256 } = commit;
  if (from !== (previous?.generation ?? 0) + 1 || to < from || rows !== slice.count * (to - from + 1))
    throw new CorruptionError(
      `${slice.cell.id}, replicates from ${slice.first}: generations ${from} to ${to} in ${rows} rows do not follow generation ${previous?.generation ?? 0} of ${slice.count} chains.`,
    );
  const key = partKey(identity, from, to);
  await store.write(key, part);
  const entry: PartEntry = { key, sha256, bytes: part.length, rows, from, to };
  const merged = await mergeSmallParts(store, identity, [...(previous?.parts ?? []), entry]);
  const checkpoint: Checkpoint = {
    sweepId,
    numericsVersion,
    packageVersion: commit.packageVersion,
    nodeVersion: process.versions.node,
    cellId: slice.cell.id,
    first: slice.first,
    count: slice.count,
    generation: to,
    parts: merged.parts,
    retired: merged.retired.length > 0 ? merged.retired : (previous?.retired ?? []),
    computeSeconds: (previous?.computeSeconds ?? 0) + commit.computeSeconds,
    attempts: (previous?.attempts ?? 1) + commit.attempts - 1,
    outcomes: commit.outcomes,
    state: commit.state,
  };
  await store.write(checkpointKey(identity, to), encodeCheckpoint(checkpoint));
  await prune(store, identity, merged.retired.length > 0 ? (previous?.retired ?? []) : []);
  return checkpoint;
}

/** Whether a cohort has nothing left to do in this plan. */
export function isFinished(plan: Plan, { generation }: Checkpoint): boolean {
  return generation >= plan.generations;
}

/** Whether the bytes of a part are those that its checkpoint vouches for. */
export function isPart(bytes: Uint8Array | undefined, entry: PartEntry): bytes is Uint8Array {
  return bytes?.length === entry.bytes && createHash("sha256").update(bytes).digest("hex") === entry.sha256;
}

/** Moves a blob that cannot be trusted out of the way; the bytes stay for a look. */
export async function setAside(store: Store, sweepId: string, key: string, bytes: Uint8Array): Promise<void> {
  await store.write(quarantineKey(sweepId, key), bytes);
  await store.remove(key);
}

async function checkParts(
  store: Store,
  identity: CohortIdentity,
  { generation, parts }: Checkpoint,
): Promise<void> {
  const entries = await store.list(partsFolder(identity));
  const sizes = new Map(entries.map(({ key, size }) => [key, size]));
  let done = 0;
  for (const part of parts) {
    if (sizes.get(part.key) !== part.bytes)
      throw new CorruptionError(
        `${part.key} should hold ${part.bytes} bytes, and holds ${sizes.get(part.key) ?? "none"}.`,
      );
    if (part.from !== done + 1) throw new CorruptionError(`${part.key} does not follow generation ${done}.`);
    done = part.to;
  }
  if (done !== generation) throw new CorruptionError(`parts end at generation ${done}, not ${generation}.`);
}

async function prune(store: Store, identity: CohortIdentity, parts: readonly string[]): Promise<void> {
  const entries = await store.list(checkpointFolder(identity));
  for (const { key } of entries.slice(0, -kept)) await store.remove(key);
  for (const key of parts) await store.remove(key);
}
