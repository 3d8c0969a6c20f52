import { CorruptionError } from "../core/errors.ts";
import { rowCount, type Segment } from "../core/segment.ts";
import type { PartEntry } from "./checkpoint.ts";
import type { CohortIdentity } from "./cohort-identity.ts";
import { partKey } from "./layout.ts";
import { type DecodedPart, decodePart } from "./decode-part.ts";
import { encodePart } from "./part.ts";
import { addSums } from "./row-sums.ts";
import { isPart, setAside, sha256 } from "./set-aside.ts";
import type { Store } from "./store.ts";

/** Rows from which a part is left alone. */
const bigEnough = 2 ** 18;
/** Small parts that a cohort may have before they are merged. */
const mostSmall = 48;

export interface MergedParts {
  readonly parts: readonly PartEntry[];
  /** Keys of parts that are in a bigger one now: still named by older checkpoints, so not to be removed yet. */
  readonly retired: readonly string[];
}

/**
 * Keeps the number of files bounded where commits are small: once a cohort has many small parts they are written
 * again as few bigger ones, each the very bytes that one segment over all its generations would have given.
 *
 * @throws {CorruptionError} when a part is not what the checkpoint says
 */
export async function mergeSmallParts(
  store: Store,
  identity: CohortIdentity,
  parts: readonly PartEntry[],
): Promise<MergedParts> {
  const small = parts.filter((part) => part.rows < bigEnough);
  if (small.length < mostSmall) return { parts, retired: [] };
  const merged: PartEntry[] = [];
  const retired: string[] = [];
  for (const group of groups(parts)) {
    const [only] = group;
    if (group.length === 1 && only) merged.push(only);
    else {
      const made = await mergeGroup(store, identity, group);
      merged.push(...made);
      const kept = new Set(made.map((part) => part.key));
      retired.push(...group.map((part) => part.key).filter((key) => !kept.has(key)));
    }
  }
  return { parts: merged, retired };
}

/** Neighbours that together make a big part, or the small rest. */
function groups(parts: readonly PartEntry[]): PartEntry[][] {
  const all: PartEntry[][] = [];
  let open: PartEntry[] = [];
  let rows = 0;
  for (const part of parts) {
    if (part.rows >= bigEnough || rows >= bigEnough) {
      if (open.length > 0) all.push(open);
      open = [];
      rows = 0;
    }
    open.push(part);
    rows += part.rows;
  }
  all.push(open);
  return all;
}

async function mergeGroup(
  store: Store,
  identity: CohortIdentity,
  group: readonly PartEntry[],
): Promise<PartEntry[]> {
  const alike: { readonly entries: PartEntry[]; readonly decoded: DecodedPart[] }[] = [];
  for (const entry of group) {
    const bytes = await store.read(entry.key);
    if (!isPart(bytes, entry)) {
      if (bytes) await setAside(store, identity.sweepId, entry.key, bytes);
      throw new CorruptionError(
        `${entry.key} is not what its checkpoint says${bytes ? ", and was moved into quarantine" : ": it is gone"}. Its rows are made anew.`,
      );
    }
    const part = await decodePart(bytes, entry.key);
    const last = alike.at(-1);
    // A later version may have computed more metrics: what it made stays apart.
    if (last?.decoded[0]?.metrics.join() === part.metrics.join()) {
      last.entries.push(entry);
      last.decoded.push(part);
    } else alike.push({ entries: [entry], decoded: [part] });
  }
  const merged: PartEntry[] = [];
  for (const { entries, decoded } of alike) merged.push(await mergeAlike(store, identity, entries, decoded));
  return merged;
}

/** @param decoded the parts themselves, all of the same metrics */
async function mergeAlike(
  store: Store,
  identity: CohortIdentity,
  group: readonly PartEntry[],
  decoded: readonly DecodedPart[],
): Promise<PartEntry> {
  const [first] = decoded;
  if (first === undefined) throw new CorruptionError(`${identity.slice.cell.id} has no parts to merge.`);
  const [only, ...others] = group;
  if (only && others.length === 0) return only;
  const segment = joined(decoded.map((part) => part.segment));
  // What is missing here was looked at when the parts were made.
  const part = encodePart(identity.slice, first.metrics, segment, new Set(first.metrics));
  const digest = sha256(part);
  const key = partKey(identity, segment.from, segment.to, digest);
  await store.write(key, part);
  const { from, to } = segment;
  const sums = addSums(group.map((entry) => entry.sums));
  return { key, sha256: digest, bytes: part.length, rows: rowCount(segment), from, to, sums };
}

/** Segments one after the other as one. */
function joined(segments: readonly Segment[]): Segment {
  const [first] = segments;
  const last = segments.at(-1);
  if (first === undefined || last === undefined) throw new CorruptionError("nothing to join");
  return {
    from: first.from,
    to: last.to,
    count: first.count,
    metrics: first.metrics.map((_, metric) =>
      joinedDoubles(segments.map((s) => s.metrics[metric] ?? new Float64Array())),
    ),
    status: Uint8Array.from(Buffer.concat(segments.map((segment) => segment.status))),
    trainingSize: joinedDoubles(segments.map((segment) => segment.trainingSize)),
    realShare: joinedDoubles(segments.map((segment) => segment.realShare)),
  };
}

function joinedDoubles(pieces: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
