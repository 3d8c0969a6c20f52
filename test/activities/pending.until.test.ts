import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ComputePool, computePool } from "../../activities/compute/pool.ts";
import { decide } from "../../src/core/sequential/decide.ts";
import { roundEnds } from "../../src/core/sequential/round-ends.ts";
import { cohortOf } from "../../src/spec/cohorts.ts";
import { cohortIdentity } from "../../src/storage/cohort-identity.ts";
import { readManifest } from "../../src/storage/dataset/manifest.ts";
import { queryDataset } from "../../src/storage/dataset/query.ts";
import type { QueryValue } from "../../src/storage/dataset/query-value.ts";
import { clearCohortFailure, recordCohortFailure } from "../../src/storage/failures.ts";
import { openStore } from "../../src/storage/open.ts";
import { type Cutting, runHere } from "../support/sweep-here.ts";

let folder: string;
let pool: ComputePool;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ouro-until-"));
  pool = computePool({ threads: 1, generationTimeoutMs: 600_000 });
});
afterAll(async () => {
  await pool?.close();
  await rm(folder, { recursive: true, force: true });
});

const until = { metric: "variance", half_width: 0.11, confidence: 0.9, min: 8, max: 100 };
const specOf = (replicates: string, more = ""): string => `name: enough
seed: 8
family: gaussian
parameters: { samples: { grid: [10, 160] } }
regime: { grid: [replace, accumulate] }
generations: 4
replicates: ${replicates}
${more}`;
const adaptive = specOf(`{ until: ${JSON.stringify(until)} }`);

let stores = 0;
const newStore = (): string => pathToFileURL(join(folder, String(++stores))).href;

async function sweep(spec: string, cutting: Cutting = {}, store = newStore()) {
  const { plan, rounds, missing } = await runHere(store, spec, pool, cutting);
  const ask = async (sql: string): Promise<readonly (readonly QueryValue[])[]> =>
    (await queryDataset(openStore(store), plan.sweepId, sql)).rows;
  const manifest = await readManifest(openStore(store), plan.sweepId);
  return { plan, rounds, missing, ask, store, manifest };
}

let first: ReturnType<typeof sweep> | undefined;
/** The adaptive sweep, run once for all that look at it. */
const adaptiveSweep = (): ReturnType<typeof sweep> => (first ??= sweep(adaptive));

describe("a sweep that decides on replicates as it goes", () => {
  it("takes the replicates that the rule asks for, and no others", async () => {
    const { ask, plan, missing, manifest, rounds } = await adaptiveSweep();
    const fixed = await sweep(specOf("100"));
    const decided = new Map<QueryValue | undefined, number>();
    for (const { id } of plan.cells) {
      const rows = await fixed.ask(
        `SELECT variance FROM generations WHERE cell_id = '${id}' AND generation = 4 ORDER BY replicate`,
      );
      const values = Float64Array.from(rows, ([value]) => Number(value));
      const end = roundEnds(until).find((n) => decide(values.subarray(0, n), until).enough);
      decided.set(id, end ?? 0);
    }
    const counts = await ask("SELECT cell_id, count(*), max(replicate) + 1 FROM chains GROUP BY ALL");
    expect(new Map(counts.map(([id, n]) => [id, n]))).toEqual(decided);
    expect(counts.every(([, n, end]) => n === end)).toBe(true);
    // The test is about something only if cells differ in what they need.
    expect(new Set(decided.values()).size).toBeGreaterThan(2);
    const total = [...decided.values()].reduce((sum, n) => sum + n, 0);
    expect(manifest).toMatchObject({ complete: true, chains: total, chainsComplete: total });
    expect(missing).toBe(0);
    expect(rounds).toBe(roundEnds(until).indexOf(Math.max(...decided.values())) + 1);

    const columns = "cell_id, replicate, generation, log_variance, variance";
    const rows = await ask(`SELECT ${columns} FROM generations ORDER BY ALL`);
    const all = await fixed.ask(`SELECT ${columns} FROM generations ORDER BY ALL`);
    expect(rows).toEqual(all.filter(([id, replicate]) => Number(replicate) < (decided.get(id) ?? 0)));
    const inCells = await ask("SELECT DISTINCT cell_id, n FROM cells WHERE metric = 'variance'");
    expect(new Map(inCells.map(([id, n]) => [id, n]))).toEqual(decided);
  });

  it("knows every mean as well as was asked, or has the most replicates", async () => {
    const { ask } = await adaptiveSweep();
    const rows = await ask(
      "SELECT cell_id, list(variance ORDER BY replicate) FROM generations WHERE generation = 4 GROUP BY ALL",
    );
    for (const [, values] of rows) {
      const decision = decide(Float64Array.from(values as readonly number[]), until);
      expect(decision.halfWidth <= until.half_width || decision.n === until.max).toBe(true);
    }
  });

  it("has the same replicates and digest however work is cut", async () => {
    const { manifest } = await adaptiveSweep();
    const finely = await sweep(adaptive, { budgetMs: 0, reversed: true, width: 7 });
    expect(finely.manifest?.digest).toBe(manifest?.digest);
  });

  it("looks at the generation it is told to, and at the last values of chains that were stopped", async () => {
    const early = { ...until, generation: 1, max: 64 };
    const { ask } = await sweep(
      specOf(`{ until: ${JSON.stringify(early)} }`, "stop: { when: variance < 0.9 }"),
    );
    const rows = await ask(
      "SELECT cell_id, list(variance ORDER BY replicate) FROM generations WHERE generation = 1 GROUP BY ALL",
    );
    expect(rows).toHaveLength(4);
    for (const [, list] of rows) {
      const values = Float64Array.from(list as readonly number[]);
      expect(values.length).toBe(roundEnds(early).find((n) => decide(values.subarray(0, n), early).enough));
    }
  });

  it("leaves a cell where it is while one of its cohorts counts as failed, and goes on after a retry", async () => {
    const store = newStore();
    const done = await adaptiveSweep();
    const [[wanted] = []] = await done.ask(
      "SELECT cell_id FROM chains GROUP BY ALL HAVING count(*) > 8 ORDER BY count(*) DESC LIMIT 1",
    );
    const { plan } = done;
    const cohort = cohortOf(plan, String(wanted), 0, 8) ?? -1;
    const identity = cohortIdentity(plan, cohort);
    const reason = { type: "NumericalError", message: "broken", attempts: 1, generation: 0 };
    await recordCohortFailure(openStore(store), identity, reason);
    const held = await sweep(adaptive, {}, store);
    const chains = await held.ask(`SELECT count(*) FROM chains WHERE cell_id = '${String(wanted)}'`);
    expect(chains).toEqual([[8]]);
    expect(held).toMatchObject({ missing: 0, manifest: { complete: false } });

    await clearCohortFailure(openStore(store), identity);
    const again = await sweep(adaptive, {}, store);
    expect(again.manifest?.digest).toBe(done.manifest?.digest);
    expect(again.manifest?.complete).toBe(true);
  });
});
