import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ComputePool, computePool } from "../../activities/compute/pool.ts";
import { reproduceChain } from "../../src/report/reproduce.ts";
import type { Plan } from "../../src/spec/plan.ts";
import { readManifest } from "../../src/storage/dataset/manifest.ts";
import { queryDataset } from "../../src/storage/dataset/query.ts";
import type { QueryValue } from "../../src/storage/dataset/query-value.ts";
import { openStore } from "../../src/storage/open.ts";
import { type Cutting, runHere } from "../support/sweep-here.ts";

let folder: string;
let pool: ComputePool;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ouro-stop-"));
  pool = computePool({ threads: 1, generationTimeoutMs: 600_000 });
});
afterAll(async () => {
  await pool?.close();
  await rm(folder, { recursive: true, force: true });
});

let stores = 0;
const newStore = (): string => pathToFileURL(join(folder, String(++stores))).href;

interface Run {
  readonly plan: Plan;
  readonly store: string;
  readonly missing: number;
  readonly ask: (sql: string) => Promise<readonly (readonly QueryValue[])[]>;
}

async function sweep(lines: string, cutting: Cutting = {}): Promise<Run> {
  const store = newStore();
  const spec = `name: ending\nseed: 5\nregime: replace\n${lines}\n`;
  const { plan, missing } = await runHere(store, spec, pool, cutting);
  const ask = async (sql: string) => (await queryDataset(openStore(store), plan.sweepId, sql)).rows;
  return { plan, store, missing, ask };
}

const coin = "family: bernoulli\nparameters: { samples: { grid: [3, 6] }, p: 0.5 }\nreplicates: 20";
const collapsing = `${coin}\ngenerations: 100000\nstop: { when: collapse }`;

let collapsed: Promise<Run> | undefined;
/** The sweep to collapse, run once for all that look at it. */
const toCollapse = (): Promise<Run> => (collapsed ??= sweep(collapsing));

describe("a sweep to collapse", () => {
  it("ends when every chain has, long before its last generation, and is complete", async () => {
    const { plan, store, missing, ask } = await toCollapse();
    const manifest = await readManifest(openStore(store), plan.sweepId);
    expect(missing).toBe(0);
    expect(manifest).toMatchObject({ complete: true, chains: 40, chainsComplete: 40 });
    const chains = await ask("SELECT DISTINCT outcome, complete, ended_at = generations FROM chains");
    expect(chains).toEqual([["absorbed", true, true]]);
    const [[rows, generations, latest] = []] = await ask(
      "SELECT (SELECT count(*) FROM generations), sum(generations), max(generations) FROM chains",
    );
    expect(rows).toBe(generations);
    // An n-sample Wright-Fisher chain from 1/2 lives about 1.39 n generations; 2000 is beyond any chance.
    expect(latest).toBeLessThan(2000);
    expect(manifest?.tables.generations.rows).toBe(rows);
  });

  it("has the same digest however work was cut", async () => {
    const digests = new Set<string | undefined>();
    const cutFinely = sweep(collapsing, { budgetMs: 0, reversed: true });
    for (const { plan, store } of [await toCollapse(), await cutFinely])
      digests.add((await readManifest(openStore(store), plan.sweepId))?.digest);
    expect(digests.size).toBe(1);
  });

  it("summarises its cells as if chains had gone on, which nothing would have changed", async () => {
    const stopped = await sweep(`${coin}\ngenerations: 40\nstop: { when: collapse }`);
    const whole = await sweep(`${coin}\ngenerations: 40`);
    const sql =
      "SELECT samples, metric, generation, n, mean, sd, q50, theory_value, verdict FROM cells ORDER BY ALL";
    expect(await stopped.ask(sql)).toEqual(await whole.ask(sql));
    const rows = async ({ ask }: Run) => (await ask("SELECT count(*) FROM generations"))[0]?.[0] as number;
    expect(await rows(stopped)).toBeLessThan(await rows(whole));
  });

  it("can be reproduced chain by chain", async () => {
    const { plan, store, ask } = await toCollapse();
    const [[chain, generations] = []] = await ask("SELECT chain_id, generations FROM chains LIMIT 1");
    const result = await reproduceChain(openStore(store), plan, String(chain));
    expect(result).toMatchObject({ generations, differences: [] });
  });
});

describe("a sweep with a condition of its own", () => {
  const narrowing = `family: gaussian
parameters: { samples: 5 }
replicates: 30
generations: 200
stop: { when: variance < 1e-2 }`;

  it("says of each chain whether it was stopped, and where", async () => {
    const { ask, missing } = await sweep(narrowing);
    expect(missing).toBe(0);
    const wrong = await ask(`
      SELECT c.chain_id FROM chains c JOIN generations g USING (chain_id)
      WHERE (g.variance < 1e-2) != (c.outcome = 'stopped' AND g.generation = c.ended_at)
        OR g.generation > c.generations OR (g.status = 'stopped') != (g.variance < 1e-2)`);
    expect(wrong).toEqual([]);
    expect(await ask("SELECT count(*) FROM chains WHERE outcome = 'stopped' AND complete")).not.toEqual([
      [0],
    ]);
  });

  it("counts stopped chains with their last values, and compares with theory only before any was", async () => {
    const { ask } = await sweep(narrowing);
    const [[first] = []] = await ask("SELECT min(ended_at) FROM chains");
    expect(await ask("SELECT DISTINCT n FROM cells")).toEqual([[30]]);
    const compared = await ask(
      `SELECT DISTINCT generation <= ${Number(first)}, verdict IS NOT NULL FROM cells WHERE metric = 'variance' AND generation > 1 ORDER BY ALL`,
    );
    expect(compared).toEqual([
      [false, false],
      [true, true],
    ]);
    const [[mean] = []] = await ask("SELECT mean FROM cells WHERE metric = 'variance' AND generation = 200");
    const [[last] = []] = await ask(
      "SELECT avg(variance) FROM generations JOIN chains USING (chain_id) WHERE generation = generations",
    );
    expect(mean).toBeCloseTo(Number(last), 12);
  });
});
