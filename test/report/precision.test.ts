import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ComputePool, computePool } from "../../activities/compute/pool.ts";
import { type ImpreciseCell, impreciseCells } from "../../src/report/precision.ts";
import type { Plan } from "../../src/spec/plan.ts";
import { queryDataset } from "../../src/storage/dataset/query.ts";
import { openStore } from "../../src/storage/open.ts";
import type { Store } from "../../src/storage/store.ts";
import { runHere } from "../support/sweep-here.ts";

let folder: string;
let pool: ComputePool;
let store: Store;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ouro-precision-"));
  pool = computePool({ threads: 1, generationTimeoutMs: 600_000 });
  store = openStore(folder);
});
afterAll(async () => {
  await pool?.close();
  await rm(folder, { recursive: true, force: true });
});

async function imprecise(more: string): Promise<{ plan: Plan; found: ImpreciseCell[] }> {
  const spec = `name: precise\nregime: replace\ngenerations: 5\n${more}`;
  const { plan } = await runHere(pathToFileURL(folder).href, spec, pool);
  return { plan, found: await impreciseCells(store, plan) };
}

describe("cells that went to max", () => {
  it("are told where their mean is not known as well as asked, and only there", async () => {
    // The variance of 2 observations is chi-squared with one degree of freedom in the first generation already.
    const { plan, found } = await imprecise(`family: gaussian
parameters: { samples: { grid: [400, 2] } }
replicates: { until: { metric: variance, half_width: 0.1, min: 8, max: 64 } }`);
    const [calm, wild] = plan.cells.map(({ id }) => id);
    const { rows } = await queryDataset(
      store,
      plan.sweepId,
      `SELECT count(*) FILTER (cell_id = '${calm}')::INTEGER, count(*) FILTER (cell_id = '${wild}')::INTEGER FROM chains`,
    );
    expect(rows[0]?.[0]).toBeLessThan(64);
    expect(rows[0]?.[1]).toBe(64);
    expect(found).toMatchObject([{ cellId: wild, n: 64, wanted: 0.1 }]);
    expect(found[0]?.halfWidth).toBeGreaterThan(0.1);
  });

  it("are told where their values are all the same, which bounds nothing", async () => {
    const { plan, found } = await imprecise(`family: discrete
parameters: { samples: 1, symbols: 3 }
replicates: { until: { metric: support, relative: 0.1, min: 8, max: 16 } }`);
    expect(found).toMatchObject([
      { cellId: plan.cells[0]?.id, n: 16, mean: 1, halfWidth: null, wanted: 0.1 },
    ]);
  });

  it("are none where nothing was asked", async () => {
    const { found } = await imprecise("family: gaussian\nparameters: { samples: 10 }\nreplicates: 8");
    expect(found).toEqual([]);
  });
});
