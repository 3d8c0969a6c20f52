import { cpus } from "node:os";
import { CorruptionError, StoreError } from "../core/errors.ts";
import { numericsVersion } from "../core/version.ts";
import type { Plan } from "../spec/plan.ts";
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint, type PartEntry } from "./checkpoint.ts";
import type { CohortIdentity } from "./cohort-identity.ts";
import { checkpointFolder, checkpointKey, parseCheckpointKey, partKey, partsFolder } from "./layout.ts";
import { mergeSmallParts } from "./merge-parts.ts";
import { allStopped, type Outcomes, rowsBetween } from "./outcomes.ts";
import type { OwnCommits } from "./own-commits.ts";
import type { RowSums } from "./row-sums.ts";
import { type SetAside, setAside } from "./set-aside.ts";
import type { Store } from "./store.ts";

export type { Checkpoint } from "./checkpoint.ts";
export type { SetAside } from "./set-aside.ts";

/** A segment to commit: what was computed, and what its caller knows of it. */
export interface SegmentCommit {
  /** First and last generation, both included. */
  readonly from: number;
  readonly to: number;
  readonly rows: number;
  /** What `encodePart` gave, and its SHA-256 (hex). */
  readonly part: Uint8Array;
  readonly sha256: string;
  /** `rowSums` of the segment. */
  readonly sums: RowSums;
  /** After generation `to`. */
  readonly state: Float64Array;
  readonly outcomes: Outcomes;
  /** Of this segment alone. */
  readonly computeSeconds: number;
  /** Attempts that this segment took, from 1. */
  readonly attempts: number;
  readonly packageVersion: string;
}

/** How often checkpoints are listed again because one went away while it was being read. */
const listings = 8;

/** Of this machine, asked for once: the system lists all of its cores for it. */
let cpuModel: string | undefined;

/**
 * The newest checkpoint of a cohort that is whole, belongs to it and whose parts are all there with the right size;
 * undefined where there is none, so that the cohort begins anew. One that cannot be trusted is moved into quarantine
 * and the next older one is tried.
 *
 * @throws {VersionError} when it was written by another numerics version
 * @throws {StoreError}
 */
export async function newestCheckpoint(
  store: Store,
  identity: CohortIdentity,
  onSetAside?: (notice: SetAside) => void,
): Promise<Checkpoint | undefined> {
  for (let listing = 1; ; listing++) {
    const keys = await checkpointKeys(store, identity);
    let overtaken = false;
    for (const key of keys.reverse()) {
      const bytes = await store.read(key);
      if (bytes === undefined) {
        overtaken = true; // it is pruned once there are newer ones, and those are wanted
        break;
      }
      try {
        const checkpoint = readCheckpoint(bytes, identity, key);
        await checkParts(store, identity, checkpoint);
        return checkpoint;
      } catch (error) {
        if (!(error instanceof CorruptionError)) throw error;
        await setAside(store, identity.sweepId, key, bytes);
        onSetAside?.({ key, reason: error.message });
      }
    }
    if (!overtaken) return undefined;
    if (listing === listings)
      throw new StoreError(
        `Checkpoints below ${checkpointFolder(identity)} go away while they are being read. See that nothing else removes them, then run the same command again.`,
      );
  }
}

/**
 * Reads a checkpoint as it stands under its key.
 *
 * @throws {CorruptionError} when it is damaged, or stands under a name that is another's
 * @throws {VersionError} when it was written by another numerics version
 */
export function readCheckpoint(bytes: Uint8Array, identity: CohortIdentity, key: string): Checkpoint {
  const checkpoint = decodeCheckpoint(bytes, identity, key);
  if (checkpointKey(identity, checkpoint.after) !== key)
    throw new CorruptionError(
      `${key} belongs elsewhere: its last step went on from generation ${checkpoint.after}.`,
    );
  return checkpoint;
}

/** Moves a checkpoint into quarantine whose bytes are right and whose state is not usable. @throws {StoreError} */
export async function setCheckpointAside(
  store: Store,
  identity: CohortIdentity,
  { after }: Checkpoint,
): Promise<void> {
  const key = checkpointKey(identity, after);
  const bytes = await store.read(key);
  if (bytes) await setAside(store, identity.sweepId, key, bytes);
}

/**
 * Makes a segment durable: its part first, then the checkpoint that names all parts so far. The checkpoint is the
 * commit point: a part counts only if a checkpoint names it, so a crash in between leaves a file that nobody reads.
 *
 * No name is ever given other bytes. A part's name holds its digest; a checkpoint's name is the generation that it goes
 * on from, and is created once. So checkpoints follow each other in one line however many write: of two who went on from
 * the same generation the first commits, and the other is given what has been committed instead. A zombie (an attempt
 * that was given up for dead and still writes) can only do what was done already: the name that it would commit under
 * is taken, or was pruned as older than the newest, and nobody looks at one older than that. Pruned is what is older
 * than `previous`, and removed are parts that were merged away before it: no checkpoint from there on names them.
 *
 * @param previous what the segment went on from; undefined for generation 0
 * @param own is told of it
 * @returns the new checkpoint, or the newest one where somebody else was first
 * @throws {CorruptionError} when the segment does not follow `previous`
 * @throws {StoreError}
 */
export async function commitSegment(
  store: Store,
  identity: CohortIdentity,
  previous: Checkpoint | undefined,
  commit: SegmentCommit,
  own?: OwnCommits,
): Promise<Checkpoint> {
  const { sweepId, slice } = identity;
  const { from, to, rows, part, sha256, sums } = commit;
  const follows = from === (previous?.generation ?? 0) + 1 && to >= from;
  if (
    !follows ||
    commit.outcomes.stoppedAt.length !== slice.count ||
    rows !== rowsBetween(commit.outcomes, from, to)
  )
    throw new CorruptionError(
      `${slice.cell.id}, replicates from ${slice.first}: generations ${from} to ${to} in ${rows} rows do not follow generation ${previous?.generation ?? 0} of ${slice.count} chains.`,
    );
  const key = partKey(identity, from, to, sha256);
  await store.write(key, part);
  const entry: PartEntry = { key, sha256, bytes: part.length, rows, from, to, sums };
  const merged = await mergeSmallParts(store, identity, [...(previous?.parts ?? []), entry]);
  const checkpoint: Checkpoint = {
    sweepId,
    numericsVersion,
    packageVersion: commit.packageVersion,
    nodeVersion: process.versions.node,
    cpuModel: (cpuModel ??= cpus()[0]?.model.trim()),
    cellId: slice.cell.id,
    first: slice.first,
    count: slice.count,
    after: from - 1,
    generation: to,
    parts: merged.parts,
    retired: merged.retired.length > 0 ? merged.retired : (previous?.retired ?? []),
    computeSeconds: (previous?.computeSeconds ?? 0) + commit.computeSeconds,
    attempts: (previous?.attempts ?? 1) + commit.attempts - 1,
    outcomes: commit.outcomes,
    state: commit.state,
  };
  const bytes = encodeCheckpoint(checkpoint);
  const name = checkpointKey(identity, from - 1);
  if (!(await store.create(name, bytes))) return await committedInstead(store, identity, from);
  own?.keep(store, { key: name, size: bytes.length }, checkpoint);
  if (previous) await prune(store, identity, previous, merged.retired.length > 0 ? previous.retired : []);
  return checkpoint;
}

/** What somebody else committed of generation `from`. */
async function committedInstead(store: Store, identity: CohortIdentity, from: number): Promise<Checkpoint> {
  const newest = await newestCheckpoint(store, identity);
  if (newest && newest.generation >= from) return newest;
  throw new StoreError(
    `${checkpointKey(identity, from - 1)} was in the way and could not be trusted. This step is done again.`,
  );
}

/** Whether a cohort has nothing left to do in this plan. */
export function isFinished(
  plan: Plan,
  { generation, outcomes }: Pick<Checkpoint, "generation" | "outcomes">,
): boolean {
  return generation >= plan.generations || allStopped(outcomes);
}

/** Keys of a cohort's checkpoints, oldest first. */
async function checkpointKeys(store: Store, identity: CohortIdentity): Promise<string[]> {
  const entries = await store.list(checkpointFolder(identity));
  return entries.flatMap(({ key }) => (parseCheckpointKey(key) ? [key] : []));
}

/** @throws {CorruptionError} when a part is not there with its size, or generations are missing */
export async function checkParts(
  store: Store,
  identity: CohortIdentity,
  { generation, parts }: Pick<Checkpoint, "generation" | "parts">,
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

async function prune(
  store: Store,
  identity: CohortIdentity,
  previous: Checkpoint,
  parts: readonly string[],
): Promise<void> {
  const oldest = checkpointKey(identity, previous.after);
  for (const key of await checkpointKeys(store, identity)) if (key < oldest) await store.remove(key);
  for (const key of parts) await store.remove(key);
}
