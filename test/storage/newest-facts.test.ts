import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Checkpoint, newestCheckpoint } from "../../src/storage/checkpoints.ts";
import { cohortIdentity } from "../../src/storage/cohort-identity.ts";
import { fileStore } from "../../src/storage/file.ts";
import { checkpointKey } from "../../src/storage/layout.ts";
import { newestFacts, newestOfAll } from "../../src/storage/newest-facts.ts";
import { OwnCommits } from "../../src/storage/own-commits.ts";
import type { Store } from "../../src/storage/store.ts";
import { advanceSample, samplePlan } from "./samples.ts";

const plan = samplePlan();
const identity = cohortIdentity(plan, 0);
let folder: string;
let store: Store;
/** Keys that were read. */
let read: string[];
let own: OwnCommits;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ouro-facts-"));
  const files = fileStore(folder);
  read = [];
  store = { ...files, read: (key, room) => (read.push(key), files.read(key, room)) };
  own = new OwnCommits();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Advances the first cohort as this process. */
async function advance(...lengths: number[]): Promise<Checkpoint | undefined> {
  const at = await advanceSample(store, plan, 0, lengths, undefined, undefined, own);
  read = [];
  return at;
}

it("of every cohort that has one, the newest is listed", async () => {
  await advanceSample(store, plan, 3, [2, 1]);
  await advanceSample(store, plan, 1, [4]);
  const found: [number, number][] = [];
  for await (const { identity: cohort, checkpoint } of newestOfAll(store, plan))
    found.push([cohort.cohort, checkpoint.generation]);
  expect(found).toEqual([
    [1, 4],
    [3, 3],
  ]);
});

it("what this process committed last is known without being read, all but the state", async () => {
  const { state: _, ...facts } = (await advance(2, 3)) as Checkpoint;
  expect(await newestFacts(store, identity, own)).toEqual(facts);
  expect(read).toEqual([]);
  expect(await newestFacts(store, identity, undefined)).toMatchObject(facts);
  expect(read).toEqual([checkpointKey(identity, 2)]);
});

it("what another process committed since is read", async () => {
  await advance(2);
  const theirs = await advanceSample(store, plan, 0, [3]);
  expect(await newestFacts(store, identity, own)).toEqual(theirs);
});

it("a checkpoint that was cut short since is set aside, and the one before is found", async () => {
  await advance(2, 3);
  const key = checkpointKey(identity, 2);
  await store.write(key, ((await store.read(key)) as Uint8Array).slice(1));
  const aside: string[] = [];
  const found = await newestFacts(store, identity, own, (notice) => aside.push(notice.key));
  expect([found?.generation, aside]).toEqual([2, [key]]);
});

it("a checkpoint one of whose parts is gone counts no more", async () => {
  const [part] = (await advance(2))?.parts ?? [];
  await store.remove(part?.key ?? "");
  expect(await newestFacts(store, identity, own)).toBeUndefined();
  expect(await newestCheckpoint(store, identity)).toBeUndefined();
});

it("in another store nothing is known", async () => {
  await advance(2);
  const other = fileStore(join(folder, "other"));
  expect(await newestFacts(other, identity, own)).toBeUndefined();
});

it("a process remembers a bounded number of commits, the newest", async () => {
  const at = (await advance(2)) as Checkpoint;
  const outcomes = { ...at.outcomes };
  const many = 40_000;
  const place = (i: number): { key: string; size: number } => ({ key: `s/checkpoints/${i}/0.ckpt`, size: i });
  for (let i = 0; i < many; i++) own.keep(store, place(i), { ...at, outcomes });
  expect(own.find(store, place(0))).toBeUndefined();
  expect(own.find(store, place(many - 1))).toMatchObject({ generation: 2 });
});
