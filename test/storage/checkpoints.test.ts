import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Segment } from "../../src/core/segment.ts";
import { CorruptionError, VersionError } from "../../src/core/errors.ts";
import { encodeCheckpoint } from "../../src/storage/checkpoint.ts";
import { commitSegment, newestCheckpoint, type SetAside } from "../../src/storage/checkpoints.ts";
import { cohortIdentity } from "../../src/storage/cohort-identity.ts";
import { fileStore } from "../../src/storage/file.ts";
import { checkpointKey, partKey } from "../../src/storage/layout.ts";
import { noOutcomes } from "../../src/storage/outcomes.ts";
import { decodePart } from "../../src/storage/decode-part.ts";
import { encodePart } from "../../src/storage/part.ts";
import type { Store } from "../../src/storage/store.ts";
import { noRows } from "../../src/storage/row-sums.ts";
import { advanceSample, samplePlan, sampleSegment } from "./samples.ts";

const plan = samplePlan();
const identity = cohortIdentity(plan, 0);
let folder: string;
let store: Store;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ouro-checkpoints-"));
  store = fileStore(folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Of the step that went on from a generation. */
const keyAfter = (generation: number): string => checkpointKey(identity, generation);

async function newest(): Promise<{ generation: number | undefined; notices: SetAside[] }> {
  const notices: SetAside[] = [];
  const found = await newestCheckpoint(store, identity, (notice) => notices.push(notice));
  return { generation: found?.generation, notices };
}

describe("checkpoints in a store", () => {
  it("has none to begin with", async () => {
    expect(await newest()).toEqual({ generation: undefined, notices: [] });
  });

  it("finds the newest with all that was committed", async () => {
    const committed = await advanceSample(store, plan, 0, [3, 1, 4]);
    expect(await newestCheckpoint(store, identity)).toEqual(committed);
    expect(committed).toMatchObject({ generation: 8, computeSeconds: 1.5, attempts: 1 });
    expect(committed?.parts.map(({ from, to }) => [from, to])).toEqual([
      [1, 3],
      [4, 4],
      [5, 8],
    ]);
    expect([...(committed?.outcomes.endedAt ?? [])]).toEqual([0, 4]);
  });

  it("keeps the last two", async () => {
    await advanceSample(store, plan, 0, [1, 1, 1, 1]);
    const keys = (await store.list(`${plan.sweepId}/checkpoints/`)).map(({ key }) => key);
    expect(keys).toEqual([keyAfter(2), keyAfter(3)]);
  });

  it.each([
    ["cut short", (bytes: Uint8Array) => bytes.slice(0, -1)],
    ["changed", (bytes: Uint8Array) => Uint8Array.from(bytes, (byte, i) => (i === 100 ? byte ^ 1 : byte))],
    ["empty", () => new Uint8Array()],
  ])("sets the newest aside when it is %s, and goes on from the one before", async (_, damage) => {
    await advanceSample(store, plan, 0, [2, 2]);
    await store.write(keyAfter(2), damage((await store.read(keyAfter(2))) ?? new Uint8Array()));
    const { generation, notices } = await newest();
    expect(generation).toBe(2);
    expect(notices.map(({ key }) => key)).toEqual([keyAfter(2)]);
    expect((await store.list(`${plan.sweepId}/quarantine/`)).length).toBe(1);
    expect(await newest()).toEqual({ generation: 2, notices: [] });
    expect((await advanceSample(store, plan, 0, [6]))?.generation).toBe(8);
  });

  it("sets aside one of another cohort", async () => {
    await advanceSample(store, plan, 1, [2]);
    const foreign = await store.read(checkpointKey(cohortIdentity(plan, 1), 0));
    await store.write(keyAfter(0), foreign ?? new Uint8Array());
    const { generation, notices } = await newest();
    expect(generation).toBeUndefined();
    expect(notices[0]?.reason).toContain("belongs elsewhere: first 2, not 0");
  });

  it.each(["missing", "too short"])("does not trust a checkpoint whose part is %s", async (how) => {
    await advanceSample(store, plan, 0, [2, 2]);
    const key = (await newestCheckpoint(store, identity))?.parts.at(-1)?.key ?? "";
    if (how === "missing") await store.remove(key);
    else await store.write(key, new Uint8Array(3));
    const { generation, notices } = await newest();
    expect(generation).toBe(2);
    expect(notices[0]?.reason).toContain(key);
  });

  it("stops at one of another numerics version", async () => {
    const at = await advanceSample(store, plan, 0, [2]);
    if (at) await store.write(keyAfter(2), encodeCheckpoint({ ...at, numericsVersion: 999 }));
    await expect(newest()).rejects.toThrow(VersionError);
  });

  it("does not count a part without its checkpoint", async () => {
    await advanceSample(store, plan, 0, [2]);
    await store.write(partKey(identity, 3, 8, "0".repeat(64)), new Uint8Array(100));
    expect((await newest()).generation).toBe(2);
  });

  it("refuses a segment that does not follow", async () => {
    const at = await advanceSample(store, plan, 0, [2]);
    const commit = {
      from: 4,
      to: 4,
      rows: 2,
      part: new Uint8Array(),
      sha256: "",
      sums: noRows,
      state: new Float64Array(),
      outcomes: noOutcomes(2),
      computeSeconds: 0,
      attempts: 1,
      packageVersion: "1",
    };
    await expect(commitSegment(store, identity, at, commit)).rejects.toThrow(CorruptionError);
    await expect(commitSegment(store, identity, at, { ...commit, from: 3, rows: 3 })).rejects.toThrow(
      CorruptionError,
    );
  });

  it("is not harmed by a zombie that commits an older generation late", async () => {
    const zombie = await advanceSample(store, plan, 0, [2]);
    const live = await advanceSample(store, plan, 0, [2, 2]);
    // The zombie still believes in generation 2 and commits generation 3 alone.
    const segment = sampleSegment(identity.slice, 3, 3);
    const part = encodePart(identity.slice, ["loss", "status"], segment);
    await commitSegment(store, identity, zombie, {
      from: 3,
      to: 3,
      rows: 2,
      part,
      sha256: "0".repeat(64),
      sums: noRows,
      state: new Float64Array(1),
      outcomes: noOutcomes(2),
      computeSeconds: 0,
      attempts: 1,
      packageVersion: "1",
    });
    expect(await newestCheckpoint(store, identity)).toEqual(live);
  });

  it("merges many small parts into the bytes that one segment would have given, and removes them later", async () => {
    const long = samplePlan({ generations: 200 });
    const ones = (count: number): number[] => new Array<number>(count).fill(1);
    const withGap = (segment: Segment): void => {
      if (segment.from <= 7 && segment.to >= 7)
        segment.metrics[1]?.fill(Number.NaN, 2 * (7 - segment.from), 2 * (8 - segment.from));
    };
    const at = await advanceSample(store, long, 0, ones(60), withGap);
    expect(at?.parts[0]).toMatchObject({ from: 1, to: 48, rows: 96 });
    expect(at?.parts).toHaveLength(13);
    const merged = await decodePart(
      (await store.read(at?.parts[0]?.key ?? "")) ?? new Uint8Array(),
      "merged",
    );
    const whole = sampleSegment(identity.slice, 1, 48);
    withGap(whole);
    expect(merged.segment).toEqual(whole);
    const last = await advanceSample(store, long, 0, ones(140));
    expect(last?.parts.at(-1)?.to).toBe(200);
    expect((await store.list(`${plan.sweepId}/parts/`)).length).toBeLessThan(150);
    expect(await newestCheckpoint(store, identity)).toEqual(last);
  });
});
