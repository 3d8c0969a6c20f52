import { cp, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { cohortIdentity } from "../../../src/storage/cohort-identity.ts";
import { newestCheckpoint } from "../../../src/storage/checkpoints.ts";
import { publishDataset } from "../../../src/storage/dataset/publish.ts";
import { recordCohortFailure } from "../../../src/storage/failures.ts";
import { fileStore } from "../../../src/storage/file.ts";
import { registeredDigest } from "../../../src/spec/registered-digest.ts";
import { type Checked, checkSweep } from "../../../src/storage/fsck/check.ts";
import type { Finding } from "../../../src/storage/fsck/finding.ts";
import { repairFinding } from "../../../src/storage/fsck/repair.ts";
import {
  checkpointKey,
  failureKey,
  manifestKey,
  partKey,
  reportKey,
  snapshotKey,
} from "../../../src/storage/layout.ts";
import { registerSweep, reviseSweep } from "../../../src/storage/registration.ts";
import type { Store } from "../../../src/storage/store.ts";
import { parseSpec } from "../../../src/spec/parse.ts";
import { planOf } from "../../../src/spec/plan-of.ts";
import { advanceSample, metrics } from "../samples.ts";

const spec =
  "{name: fsck, family: gaussian, parameters: {samples: {grid: [5, 6]}}, regime: replace, generations: 6, replicates: 300}";
const plan = planOf(parseSpec(spec, "fsck.json"));
const { sweepId } = plan;
const cohorts = 4;

let folder: string;
let store: Store;

let done: string;

/** A sweep that is done, with its dataset and a report, in a folder. */
beforeAll(async () => {
  done = await mkdtemp(join(tmpdir(), "ouro-fsck-done-"));
  store = fileStore(done);
  await registerSweep(store, plan, spec);
  for (let cohort = 0; cohort < cohorts; cohort++) await advanceSample(store, plan, cohort, [2, 4]);
  await publish();
});
afterAll(() => rm(done, { recursive: true, force: true }));

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ouro-fsck-"));
  await cp(done, folder, { recursive: true });
  store = fileStore(folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function publish(): Promise<void> {
  await publishDataset(store, plan, { metricsOf: () => metrics });
  await store.write(reportKey(sweepId), Buffer.from("<html></html>"));
}

async function check(): Promise<{ findings: Finding[]; checked: Checked }> {
  const findings: Finding[] = [];
  const checking = checkSweep(store, sweepId, (text, name) =>
    registeredDigest(parseSpec(text, name).content),
  );
  let step = await checking.next();
  for (; !step.done; step = await checking.next()) findings.push(step.value);
  return { findings, checked: step.value };
}

/** Repairs all that is found, then does what `ouro run` would do. */
async function repairAndRun(idle = false): Promise<void> {
  const { findings } = await check();
  for (const finding of findings) await repairFinding(store, sweepId, finding, { idle, now: Date.now() + 1 });
  await registerSweep(store, plan, spec);
  for (let cohort = 0; cohort < cohorts; cohort++) {
    const done = (await newestCheckpoint(store, cohortIdentity(plan, cohort)))?.generation ?? 0;
    if (done < plan.generations) await advanceSample(store, plan, cohort, [plan.generations - done]);
  }
  await publish();
}

const brief = ({ severity, key, repair }: Finding): string => `${severity} ${repair} ${key}`;

async function damaged(key: string, how: "cut" | "flip" | "gone"): Promise<void> {
  const bytes = Buffer.from((await store.read(key)) ?? []);
  if (how === "gone") await store.remove(key);
  else if (how === "cut") await store.write(key, bytes.subarray(0, -3));
  else {
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 4;
    await store.write(key, bytes);
  }
}

/** Keys that stand for each kind of blob. */
async function keysOf(): Promise<Record<string, string>> {
  const identity = cohortIdentity(plan, 1);
  const newest = await newestCheckpoint(store, identity);
  const dataset = (await store.list(`${sweepId}/dataset/generations/`)).at(0);
  return {
    plan: `${sweepId}/plan.json`,
    spec: `${sweepId}/spec.yaml`,
    checkpoint: checkpointKey(identity, newest?.after ?? -1),
    part: newest?.parts[1]?.key ?? "",
    manifest: manifestKey(sweepId),
    dataset: dataset?.key ?? "",
  };
}

describe("the check of a sweep", () => {
  it("finds nothing in one that is sound, and says how much it read", async () => {
    const { findings, checked } = await check();
    expect(findings).toEqual([]);
    expect(checked.looked).toMatchObject({ cohorts, checkpoints: 2 * cohorts, parts: 2 * cohorts });
    expect(checked.looked.rows).toBe(2 * 300 * 6);
  });

  it.each(["plan", "spec", "checkpoint", "part", "manifest", "dataset"])(
    "finds a damaged %s, repairs it, and the sweep ends as it was",
    async (kind) => {
      const before = await store.read(manifestKey(sweepId));
      for (const how of ["cut", "flip", "gone"] as const) {
        const key = (await keysOf())[kind] ?? "";
        await damaged(key, how);
        const { findings } = await check();
        const missing = how === "gone" && ["checkpoint", "part"].includes(kind);
        if (!missing) expect(findings.map(({ key: found }) => found)).toContain(key);
        expect(findings.some(({ severity }) => severity === "damage")).toBe(true);
        await repairAndRun();
        expect((await check()).findings).toEqual([]);
      }
      const digestOf = (bytes: Uint8Array | undefined): unknown =>
        JSON.parse(Buffer.from(bytes ?? []).toString()).digest;
      expect(digestOf(await store.read(manifestKey(sweepId)))).toBe(digestOf(before));
    },
  );

  it("finds blobs under the names of others", async () => {
    const [mine, theirs] = [cohortIdentity(plan, 0), cohortIdentity(plan, 3)];
    const foreign = (await store.read(checkpointKey(theirs, 2))) ?? Buffer.alloc(0);
    await store.write(checkpointKey(mine, 2), foreign);
    const older = (await store.read(checkpointKey(theirs, 0))) ?? Buffer.alloc(0);
    await store.write(checkpointKey(theirs, 2), older);
    const { findings } = await check();
    expect(findings.filter(({ severity }) => severity === "damage").map(brief)).toEqual([
      ...[mine, theirs].map((who) => `damage set-aside ${checkpointKey(who, 2)}`).sort(),
      `damage publish ${snapshotKey(sweepId, 1)}`,
    ]);
    expect(findings.map(({ problem }) => problem).join("\n")).toContain("belongs elsewhere");
    await repairAndRun();
    expect((await check()).findings.filter(({ severity }) => severity === "damage")).toEqual([]);
  });

  it("notices a dataset that is sound by itself but not of these parts", async () => {
    const twin = fileStore(join(folder, "twin"));
    await registerSweep(twin, plan, spec);
    for (let cohort = 0; cohort < cohorts; cohort++)
      await advanceSample(twin, plan, cohort, [6], ({ metrics: [first] }) => first?.fill(7));
    await publishDataset(twin, plan, { metricsOf: () => metrics });
    for (const { key } of await store.list(`${sweepId}/dataset/`)) await store.remove(key);
    for (const { key } of await twin.list(`${sweepId}/dataset/`))
      await store.write(key, (await twin.read(key)) ?? Buffer.alloc(0));
    expect((await check()).findings.map(brief)).toEqual([`damage publish ${snapshotKey(sweepId, 1)}`]);
    await publishDataset(store, plan, { metricsOf: () => metrics });
    expect((await check()).findings.map(brief)).toEqual([]);
  });

  it("leaves a sweep in peace that is under way: what is new is clutter, and is kept", async () => {
    const key = partKey(cohortIdentity(plan, 2), 5, 6, "0".repeat(64));
    await store.write(key, Buffer.from("half of it"));
    await writeFile(join(folder, sweepId, "parts", ".tmp-0123456789abcdef"), "half a write");
    const { findings } = await check();
    expect(findings.map(brief)).toEqual([
      `clutter remove ${key}`,
      `clutter remove ${sweepId}/parts/.tmp-0123456789abcdef`,
    ]);
    const [finding] = findings;
    const now = Date.now() + 1000;
    if (!finding) throw new Error("no finding");
    expect(await repairFinding(store, sweepId, finding, { idle: false, now })).toBe(false);
    expect(await store.read(key)).toBeDefined();
    const day = 24 * 60 * 60 * 1000;
    expect(await repairFinding(store, sweepId, finding, { idle: false, now: now + day })).toBe(true);
    expect(await store.read(key)).toBeUndefined();
  });

  it("removes clutter of any age where nothing works on the sweep", async () => {
    await store.write(`${sweepId}/dataset/generations/00000099-000000.parquet`, Buffer.from("x"));
    await writeFile(join(folder, sweepId, "parts", ".tmp-0123456789abcdef"), "half a write");
    await repairAndRun(true);
    expect((await check()).findings).toEqual([]);
    expect(await readdir(join(folder, sweepId, "parts"))).not.toContain(".tmp-0123456789abcdef");
  });

  it("sets aside a failure record that is none", async () => {
    const identity = cohortIdentity(plan, 0);
    const reason = { type: "PoisonChain", message: "m", attempts: 1, generation: 0 };
    await recordCohortFailure(store, identity, reason);
    expect((await check()).findings).toEqual([]);
    await store.write(failureKey(identity), Buffer.from("null"));
    expect((await check()).findings.map(brief)).toEqual([`damage set-aside ${failureKey(identity)}`]);
  });

  it("restores the plan of a sweep that was revised", async () => {
    const revised = await reviseSweep(store, plan, { ...plan, generations: 6 }, spec);
    await damaged(`${sweepId}/plan.json`, "cut");
    const { findings } = await check();
    expect(findings.map(brief)).toEqual([`damage restore-plan ${sweepId}/plan.json`]);
    await repairAndRun();
    expect((await check()).checked.plan).toEqual(revised);
  });

  it("says what it cannot mend where the plan is gone", async () => {
    await store.remove(`${sweepId}/plan.json`);
    const { findings, checked } = await check();
    expect(findings.map(brief)).toEqual([`damage none ${sweepId}/plan.json`]);
    expect(checked.plan).toBeUndefined();
  });
});
