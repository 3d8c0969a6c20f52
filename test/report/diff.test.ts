import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ComputePool, computePool } from "../../activities/compute/pool.ts";
import { anyDifference, type ComparedSweep, diffSweeps } from "../../src/report/diff.ts";
import { diffTable } from "../../src/report/diff-table.ts";
import { openStore } from "../../src/storage/open.ts";
import { runHere } from "../support/sweep-here.ts";

let folder: string;
let pool: ComputePool;
let [base, same, reseeded, wider]: ComparedSweep[] = [];

async function sweep(store: string, seed: number, samples: string): Promise<ComparedSweep> {
  const url = pathToFileURL(join(folder, store)).href;
  const spec = `name: compared
seed: ${seed}
family: gaussian
parameters: { samples: { grid: ${samples} } }
regime: replace
generations: 5
replicates: 150
`;
  const { plan } = await runHere(url, spec, pool);
  return { store: openStore(url), plan };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ouro-diff-"));
  pool = computePool({ threads: 1, generationTimeoutMs: 600_000 });
  base = await sweep("a", 1, "[10, 160]");
  same = await sweep("b", 1, "[10, 160]");
  reseeded = await sweep("a", 2, "[10, 160]");
  wider = await sweep("a", 3, "[10, 40]");
}, 120_000);
afterAll(async () => {
  await pool?.close();
  await rm(folder, { recursive: true, force: true });
});

const diff = (a: ComparedSweep | undefined, b: ComparedSweep | undefined, generation?: number) =>
  diffSweeps([a as ComparedSweep, b as ComparedSweep], 0.95, generation);

describe("comparing sweeps", () => {
  it("finds the same bits in another store, and no difference", async () => {
    const found = await diff(base, same);
    expect(found.metrics.length).toBeGreaterThan(10);
    expect(found.metrics.every(({ identical, differs }) => identical && !differs)).toBe(true);
    expect(anyDifference(found)).toBe(false);
  });

  it("matches cells of other seeds, whose means agree", async () => {
    const found = await diff(base, reseeded);
    expect(found.onlyIn).toEqual([[], []]);
    expect(found.metrics.some(({ identical }) => identical)).toBe(false);
    for (const { cellIds } of found.metrics) expect(cellIds[0]).not.toBe(cellIds[1]);
    // Wrong once in 20 such pairs of sweeps, at most; these seeds are not among those.
    expect(anyDifference(found)).toBe(false);
    expect(
      found.metrics.every(({ difference }) => difference === null || difference.low <= difference.high),
    ).toBe(true);
  });

  it("names cells that one sweep alone has", async () => {
    const found = await diff(base, wider);
    expect(found.onlyIn.map((cells) => cells.map(({ parameters }) => parameters["samples"]))).toEqual([
      [160],
      [40],
    ]);
    expect(anyDifference(found)).toBe(true);
  });

  it("tells different laws apart, at the generation that is asked for", async () => {
    const [first, second] = [base, reseeded] as [ComparedSweep, ComparedSweep];
    // As if the second sweep's cells of 160 samples were the first's of 10: their variances shrink differently.
    const swapped = {
      ...second,
      plan: {
        ...second.plan,
        cells: second.plan.cells.map((cell) => ({
          ...cell,
          parameters: { ...cell.parameters, samples: cell.parameters["samples"] === 10 ? 160 : 10 },
        })),
      },
    };
    const found = await diff(first, swapped);
    const variance = found.metrics.filter(({ metric }) => metric === "log_variance");
    expect(variance.map(({ differs }) => differs)).toEqual([true, true]);
    expect(diffTable(found, ["one", "other"], false)[1]).toContain("differs");
    expect((await diff(first, swapped, 3)).generation).toBe(3);
  });

  it("says which generations there are", async () => {
    await expect(diff(base, same, 77)).rejects.toThrow(/--generation must be one that the `cells`/);
  });
});
