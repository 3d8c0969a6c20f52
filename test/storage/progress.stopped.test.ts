import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, it } from "vitest";
import { computePool } from "../../activities/compute/pool.ts";
import { openStore } from "../../src/storage/open.ts";
import { storedProgress } from "../../src/storage/progress.ts";
import { runHere } from "../support/sweep-here.ts";

it("counts chains that were stopped once the dataset has them", async () => {
  const folder = await mkdtemp(join(tmpdir(), "ouro-progress-stopped-"));
  const pool = computePool({ threads: 1, generationTimeoutMs: 600_000 });
  try {
    const url = pathToFileURL(folder).href;
    const spec = `{name: stopped, family: bernoulli, parameters: {samples: 3}, regime: replace, generations: 5000, replicates: 20, stop: {when: collapse}}`;
    const { plan } = await runHere(url, spec, pool);
    const progress = await storedProgress(openStore(url), plan);
    expect(progress).toMatchObject({ chains: 20, failed: 0 });
    await rm(join(folder, plan.sweepId, "dataset"), { recursive: true });
    expect(await storedProgress(openStore(url), plan)).toEqual({ ...progress, chains: 0 });
  } finally {
    await pool.close();
    await rm(folder, { recursive: true, force: true });
  }
});
