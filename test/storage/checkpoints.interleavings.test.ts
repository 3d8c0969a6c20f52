import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { StoreError } from "../../src/core/errors.ts";
import type { Checkpoint } from "../../src/storage/checkpoint.ts";
import { commitSegment, newestCheckpoint } from "../../src/storage/checkpoints.ts";
import { cohortIdentity } from "../../src/storage/cohort-identity.ts";
import { foldOutcomes, noOutcomes } from "../../src/storage/outcomes.ts";
import { decodePart } from "../../src/storage/decode-part.ts";
import { encodePart } from "../../src/storage/part.ts";
import { rowSums } from "../../src/storage/row-sums.ts";
import type { Store } from "../../src/storage/store.ts";
import { type Actor, everyInterleaving } from "../support/interleavings.ts";
import { memoryStore } from "../support/memory-store.ts";
import { metrics, samplePlan, sampleSegment } from "./samples.ts";

const plan = samplePlan({ generations: 200 });
const identity = cohortIdentity(plan, 0);

/** What an actor says: a generation that somebody now relies on. */
type Acknowledged = number;

/** Commits `length` generations after `at`, as `advance` does. */
async function commit(
  store: Store,
  at: Checkpoint | undefined,
  length: number,
  change: (part: Uint8Array) => Uint8Array = (part) => part,
): Promise<Checkpoint> {
  const from = (at?.generation ?? 0) + 1;
  const segment = sampleSegment(identity.slice, from, from + length - 1);
  const part = change(encodePart(identity.slice, metrics, segment, new Set(metrics)));
  return await commitSegment(store, identity, at, {
    from,
    to: segment.to,
    rows: segment.status.length,
    part,
    sha256: createHash("sha256").update(part).digest("hex"),
    sums: rowSums(identity.slice.first, segment),
    state: Float64Array.of(segment.to),
    outcomes: foldOutcomes(at?.outcomes ?? noOutcomes(identity.slice.count), segment),
    computeSeconds: 0.5,
    attempts: 1,
    packageVersion: "1.2.3",
  });
}

/** A part as another version of the Parquet library might write it: the same rows, another name of its maker. */
function otherBytes(part: Uint8Array): Uint8Array {
  const bytes = Buffer.from(part);
  const maker = bytes.lastIndexOf("ouroboros");
  bytes.write("OUROBOROS", maker);
  return Uint8Array.from(bytes);
}

/** Steps of a live worker: their results reach the workflow. */
function writer(lengths: readonly number[]): Actor<Acknowledged> {
  return async (store, tell) => {
    for (const length of lengths) {
      const at = await newestCheckpoint(store, identity);
      tell((await commit(store, at, length)).generation);
    }
  };
}

/** A worker that was given up: it goes on from where it was paused, and nobody hears what it says. */
function zombie(
  at: Checkpoint | undefined,
  length: number,
  change?: (part: Uint8Array) => Uint8Array,
): Actor<Acknowledged> {
  return async (store) => {
    await commit(store, at, length, change);
  };
}

/** Somebody who reads, as compaction does: the rows of the newest checkpoint, all right, or an error that says to try again. */
const reader: Actor<Acknowledged> = async (store, tell) => {
  tell(await newestGeneration(store));
};

async function checkRows(store: Store, checkpoint: Checkpoint): Promise<void> {
  let done = 0;
  for (const { key, from, to, sha256, rows } of checkpoint.parts) {
    const bytes = await store.read(key);
    if (bytes === undefined) throw new StoreError(`${key} went away`);
    expect(from).toBe(done + 1);
    done = to;
    expect(await contentOf(bytes, from, to)).toEqual({ sha256, rows });
  }
  expect(done).toBe(checkpoint.generation);
}

const known = new WeakMap<Uint8Array, { sha256: string; rows: number }>();

/** What a part holds, once its rows have been found right. */
async function contentOf(
  bytes: Uint8Array,
  from: number,
  to: number,
): Promise<{ sha256: string; rows: number }> {
  let content = known.get(bytes);
  if (content === undefined) {
    const { segment } = await decodePart(bytes, "part");
    expect(segment).toEqual(sampleSegment(identity.slice, from, to));
    content = { sha256: createHash("sha256").update(bytes).digest("hex"), rows: segment.status.length };
    known.set(bytes, content);
  }
  return content;
}

/** The generation of the newest checkpoint, after a look at all of its rows. */
async function newestGeneration(store: Store): Promise<number> {
  const newest = await newestCheckpoint(store, identity);
  if (newest === undefined) return 0;
  await checkRows(store, newest);
  expect([...newest.state]).toEqual([newest.generation]);
  return newest.generation;
}

interface Seed {
  readonly blobs: Map<string, Uint8Array>;
  readonly at: readonly (Checkpoint | undefined)[];
}

/** A store after commits of one generation each, and the checkpoints on the way. */
async function seed(commits: number): Promise<Seed> {
  const blobs = new Map<string, Uint8Array>();
  const store = memoryStore(blobs);
  const at: (Checkpoint | undefined)[] = [undefined];
  for (let done = 0; done < commits; done++) at.push(await commit(store, at.at(-1), 1));
  return { blobs, at };
}

/** Shows every state that actors can bring a store into, and what must hold there. */
async function explore(from: Seed, actors: readonly Actor<Acknowledged>[]): Promise<number> {
  const known = new Map<string, number>();
  return await everyInterleaving(from.blobs, actors, async (reached) => {
    try {
      // Whatever happened: the newest checkpoint is whole, its rows are right, and it knows what was acknowledged.
      const newest = known.get(reached.blobs) ?? (await newestGeneration(reached.store));
      known.set(reached.blobs, newest);
      expect(newest).toBeGreaterThanOrEqual(Math.max(0, ...reached.facts.flat()));
      expect(reached.errors.filter((error) => error && !(error instanceof StoreError))).toEqual([]);
    } catch (error) {
      throw new Error(`after operations of ${reached.path.join(" ")}: ${String(error)}`, { cause: error });
    }
  });
}

describe("the commit protocol, in every order of operations and with a crash after each", () => {
  it.each([0, 2])("bears a zombie beside its successor, from generation %i", async (commits) => {
    const from = await seed(commits);
    const states = await explore(from, [zombie(from.at[commits], 3), writer([1, 2])]);
    expect(states).toBeGreaterThan(100);
  });

  it("bears a reader beside a zombie and its successor, and beside commits that prune what it reads", async () => {
    const fresh = await seed(0);
    expect(await explore(fresh, [zombie(undefined, 3), writer([1]), reader])).toBeGreaterThan(150);
    expect(await explore(await seed(2), [writer([1, 1, 1]), reader])).toBeGreaterThan(150);
  });

  it("bears two live writers: one commits, the other joins", async () => {
    const from = await seed(1);
    expect(await explore(from, [writer([1]), writer([3])])).toBeGreaterThan(100);
  });

  it("bears a zombie whose package writes the same rows as other bytes", async () => {
    const from = await seed(1);
    const states = await explore(from, [zombie(from.at[1], 2, otherBytes), writer([2, 1])]);
    expect(states).toBeGreaterThan(100);
  });

  it("bears two zombies that know of parts only which a merge has removed", async () => {
    const from = await seed(96);
    const zombies = [zombie(from.at[30], 100), zombie(from.at[40], 110)];
    expect(await explore(from, [...zombies, writer([1])])).toBeGreaterThan(100);
  });

  it("bears a zombie from before, while parts are merged and those merged earlier are removed", async () => {
    const from = await seed(94);
    expect(from.at[94]?.parts).toHaveLength(47);
    const states = await explore(from, [zombie(from.at[30], 100), writer([1])]);
    expect(states).toBeGreaterThan(300);
  });

  it("bears a zombie that merges what its successor has merged already", async () => {
    const from = await seed(48);
    const states = await explore(from, [zombie(from.at[47], 2), writer([1])]);
    expect(states).toBeGreaterThan(300);
  });
});
