import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { MockActivityEnvironment } from "@temporalio/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AdvanceResources, advanceActivities, type CohortRef } from "../../activities/advance.ts";
import { SweepCatalog } from "../../activities/catalog.ts";
import { type ComputePool, computePool } from "../../activities/compute/pool.ts";
import { Publications } from "../../activities/publications.ts";
import { OwnCommits } from "../../src/storage/own-commits.ts";
import { parseSpec } from "../../src/spec/parse.ts";
import { planOf } from "../../src/spec/plan-of.ts";
import type { Plan } from "../../src/spec/plan.ts";
import { cohortIdentity } from "../../src/storage/cohort-identity.ts";
import { newestCheckpoint } from "../../src/storage/checkpoints.ts";
import { openStore } from "../../src/storage/open.ts";
import { registerSweep } from "../../src/storage/registration.ts";
import type { CohortProgress } from "../../workflows/messages.ts";

let folder: string;
let pool: ComputePool;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ouro-advance-"));
  pool = computePool({ threads: 1, generationTimeoutMs: 600_000 });
});

afterAll(async () => {
  await pool?.close();
  await rm(folder, { recursive: true, force: true });
});

let sweeps = 0;

/** A sweep of one cohort whose generations go on for much longer than any test waits for them. */
async function sweep({
  generations = 40_000,
  more = "",
  change = (plan: Plan): Plan => plan,
} = {}): Promise<CohortRef> {
  const spec = `
name: advance-${++sweeps}
family: gaussian
parameters: { samples: 400 }
regime: accumulate-subsample
generations: ${generations}
replicates: 64
${more}`;
  const store = pathToFileURL(folder).href;
  const planned = change(planOf(parseSpec(spec, "advance.yaml")));
  const { sweepId, revision } = await registerSweep(openStore(store), planned, spec);
  return { store, sweepId, revision, cohort: 0 };
}

function run(
  ref: Parameters<ReturnType<typeof advanceActivities>["advance"]>[0],
  more: Partial<AdvanceResources> = {},
  environment = new MockActivityEnvironment(),
): Promise<CohortProgress> {
  const { advance } = advanceActivities({
    publications: new Publications(),
    own: new OwnCommits(),
    catalog: new SweepCatalog(),
    pool,
    budgetMs: 100,
    draining: new AbortController().signal,
    ...more,
  });
  return environment.run(advance, ref);
}

async function committed(ref: CohortRef): Promise<number> {
  const store = openStore(ref.store);
  const { plan } = await new SweepCatalog().open(ref);
  return (await newestCheckpoint(store, cohortIdentity(plan, 0)))?.generation ?? 0;
}

describe("a step", () => {
  it("goes on from the newest checkpoint, as far as its budget allows", async () => {
    const ref = await sweep();
    const first = await run(ref);
    expect(first).toMatchObject({ target: 40_000, chains: 64 });
    expect(first.generation).toBeGreaterThan(0);
    expect(await committed(ref)).toBe(first.generation);
    const second = await run(ref, { budgetMs: 20 });
    expect(second.generation).toBeGreaterThan(first.generation);
    expect(second.generation).toBeLessThan(40_000);
  });

  it("commits where the spec forces it, and does nothing once the cohort has finished", async () => {
    const ref = await sweep({ generations: 40, more: "checkpoint: { every: 15 }" });
    const far = { budgetMs: 60_000 };
    const ends = [];
    for (let step = 0; step < 4; step++) ends.push((await run(ref, far)).generation);
    expect(ends).toEqual([15, 30, 40, 40]);
  });

  it("ends after the generation under way when the worker drains, and commits it", async () => {
    const ref = await sweep();
    const draining = new AbortController();
    setTimeout(() => draining.abort(new Error("stopping")), 300);
    const { generation } = await run(ref, { budgetMs: 60_000, draining: draining.signal });
    expect(generation).toBeLessThan(40_000);
    expect(await committed(ref)).toBe(generation);
  });

  it("is cancelled within a second, and keeps what it had", async () => {
    const ref = await sweep();
    const environment = new MockActivityEnvironment();
    const begun = run(ref, { budgetMs: 60_000 }, environment);
    setTimeout(() => environment.cancel(), 300);
    await expect(begun).rejects.toThrow(/cancel/i);
    expect(await committed(ref)).toBeGreaterThan(0);
  });

  it("heartbeats while it computes", async () => {
    const ref = await sweep();
    const environment = new MockActivityEnvironment();
    const enough = new AbortController();
    let beats = 0;
    environment.on("heartbeat", () => {
      if (++beats === 2) enough.abort(new Error("seen"));
    });
    const { generation } = await run(ref, { budgetMs: 60_000, draining: enough.signal }, environment);
    expect(beats).toBeGreaterThan(1);
    expect(generation).toBeLessThan(40_000);
  });

  it("fails for good, and says why, when the family refuses its cell", async () => {
    const change = (plan: Plan): Plan => ({
      ...plan,
      cells: plan.cells.map((cell) => ({ ...cell, parameters: { ...cell.parameters, dimension: 0 } })),
    });
    const ref = await sweep({ change });
    await expect(run(ref)).rejects.toMatchObject({ type: "NumericalError", nonRetryable: true });
  });
});
