import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { MockActivityEnvironment } from "@temporalio/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { advanceActivities, type CohortRef } from "../../activities/advance.ts";
import { SweepCatalog } from "../../activities/catalog.ts";
import { type ComputePool, computePool } from "../../activities/compute/pool.ts";
import type { StepHints } from "../../activities/compute/trials.ts";
import { Publications } from "../../activities/publications.ts";
import { OwnCommits } from "../../src/storage/own-commits.ts";
import { parseSpec } from "../../src/spec/parse.ts";
import { planOf } from "../../src/spec/plan-of.ts";
import { cohortIdentity } from "../../src/storage/cohort-identity.ts";
import { newestCheckpoint } from "../../src/storage/checkpoints.ts";
import { openStore } from "../../src/storage/open.ts";
import { registerSweep } from "../../src/storage/registration.ts";
import type { CohortProgress } from "../../workflows/messages.ts";

const module = fileURLToPath(new URL("compute/poisoned-thread.mjs", import.meta.url));
const generations = 8;

let folder: string;
let pool: ComputePool;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ouro-poison-"));
  pool = computePool({ threads: 1, generationTimeoutMs: 400, heapMiB: 48, module });
});

afterAll(async () => {
  await pool?.close();
  await rm(folder, { recursive: true, force: true });
});

/** A sweep whose chains commit every second generation; what happens to them then is up to `samples`. */
async function sweep(samples: number): Promise<CohortRef> {
  const spec = `{name: poison-${samples}, family: gaussian, parameters: {samples: ${samples}}, regime: replace, generations: ${generations}, replicates: 4, checkpoint: {every: 2}}`;
  const store = pathToFileURL(folder).href;
  const plan = await registerSweep(openStore(store), planOf(parseSpec(spec, "poison.json")), spec);
  return { store, sweepId: plan.sweepId, revision: 1, cohort: 0 };
}

interface Attempt {
  readonly result?: CohortProgress;
  readonly error?: unknown;
  /** What the last heartbeat said: the next attempt is told. */
  readonly hints: StepHints | undefined;
}

async function attempt(
  ref: CohortRef,
  heartbeatDetails?: StepHints,
  draining: AbortSignal = new AbortController().signal,
): Promise<Attempt> {
  const { advance } = advanceActivities({
    publications: new Publications(),
    own: new OwnCommits(),
    catalog: new SweepCatalog(),
    pool,
    budgetMs: 10_000,
    draining,
  });
  const environment = new MockActivityEnvironment({ heartbeatDetails });
  let hints: StepHints | undefined;
  environment.on("heartbeat", (said: StepHints) => {
    hints = said;
  });
  try {
    return { result: await environment.run(advance, ref), hints };
  } catch (error) {
    return { error, hints };
  }
}

async function committed(ref: CohortRef): Promise<number | undefined> {
  const { store, plan } = await new SweepCatalog().open(ref);
  return (await newestCheckpoint(store, cohortIdentity(plan, 0)))?.generation;
}

describe("a chain that ends its thread", () => {
  it.each([
    [501, "by leaving it", /thread died: .*exited/i],
    [502, "by running out of memory", /thread died: it ran out of memory/],
    [503, "by looping for ever in one generation", /Generation 5 took longer than 0.4 s/],
    [504, "with a defect of its family", /TypeError: Cannot read properties of undefined/],
    [505, "with an array that no memory holds", /RangeError: /],
  ])("%i, %s, fails after four attempts with the reason, and others go on", async (samples, _, reason) => {
    const ref = await sweep(samples);
    for (const until of [2, 4])
      expect((await attempt(ref)).result).toEqual({ generation: until, target: generations, chains: 4 });
    let hints: StepHints | undefined;
    for (let failed = 1; failed <= 4; failed++) {
      const tried = await attempt(ref, hints);
      ({ hints } = tried);
      expect(hints).toMatchObject({ generation: 4, failed, vanished: 0 });
      if (failed < 4) expect(tried.error).not.toMatchObject({ type: "PoisonChain" });
      else {
        expect(tried.error).toMatchObject({ type: "PoisonChain", nonRetryable: true });
        expect(String(tried.error)).toMatch(reason);
        expect(String(tried.error)).toContain("4 times in a row");
      }
    }
    expect(await committed(ref)).toBe(4);
    const healthy = await sweep(10 * samples);
    for (let step = 0; step < 4; step++) await attempt(healthy);
    expect(await committed(healthy)).toBe(generations);
  });

  it("begins anew from the checkpoint before where the family refuses its state", async () => {
    const ref = await sweep(506);
    for (let step = 0; step < 2; step++) await attempt(ref);
    expect(await committed(ref)).toBe(4);
    await attempt(ref);
    expect(await committed(ref)).toBe(2);
    expect((await attempt(ref)).result).toMatchObject({ generation: 4 });
  });
});

it("ends and commits a generation that takes its time when the worker drains", async () => {
  const ref = await sweep(507);
  for (let step = 0; step < 2; step++) await attempt(ref);
  const draining = new AbortController();
  setTimeout(() => draining.abort(new Error("stopping")), 100);
  const { result, hints } = await attempt(ref, undefined, draining.signal);
  expect(result).toMatchObject({ generation: 5 });
  expect(hints).toMatchObject({ failed: 0, vanished: 0 });
  expect(await committed(ref)).toBe(5);
});

describe("a step whose workers vanish", () => {
  it("is given up after ten in a row, and not where it came further in between", async () => {
    const ref = await sweep(20);
    const vanished = { generation: 0, vanished: 10, failed: 0 };
    expect((await attempt(ref, vanished)).error).toMatchObject({ type: "PoisonChain", nonRetryable: true });
    expect((await attempt(ref, { ...vanished, vanished: 9 })).result).toMatchObject({ generation: 1 });
    expect((await attempt(ref, vanished)).result).toMatchObject({ generation: 3 });
  });

  it("says while it computes that it may vanish, and then that it has not", async () => {
    const ref = await sweep(21);
    const { hints } = await attempt(ref, { generation: 0, vanished: 3, failed: 2 });
    expect(hints).toEqual({ generation: 0, vanished: 3, failed: 2 });
  });
});
