import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ComputePool, computePool } from "../../activities/compute/pool.ts";
import { familyNamed } from "../../src/core/families/registry.ts";
import { reproduceChain } from "../../src/report/reproduce.ts";
import { openStore } from "../../src/storage/open.ts";
import type { Store } from "../../src/storage/store.ts";
import { runHere } from "../support/sweep-here.ts";

let folder: string;
let pool: ComputePool;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ouro-reproduce-"));
  pool = computePool({ threads: 1, generationTimeoutMs: 600_000 });
});
afterAll(async () => {
  await pool?.close();
  await rm(folder, { recursive: true, force: true });
});

async function sweep(spec: string) {
  const url = pathToFileURL(folder).href;
  const store: Store = openStore(url);
  return { store, plan: (await runHere(url, `seed: 5\n${spec}`, pool)).plan };
}

// gaussian has metrics `mean` and `sd`, which are columns of `cells`: in `generations` they have other names.
const adaptive = `name: named-as-columns
family: gaussian
parameters: { samples: 10 }
regime: replace
generations: 4
replicates: { until: { metric: kl, half_width: 100, min: 8, max: 64 } }
`;

describe("a chain again", () => {
  it.each([
    ["gaussian", "{ samples: 10 }"],
    ["poisson", "{ samples: 10, mean: 2 }"],
    ["discrete", "{ samples: 10, symbols: 3 }"],
  ])("of %s has the same bits", async (family, parameters) => {
    const { store, plan } = await sweep(
      `name: again-${family}\nfamily: ${family}\nparameters: ${parameters}\nregime: replace\ngenerations: 4\nreplicates: 3`,
    );
    const chainId = `${plan.cells[0]?.id}-2`;
    const values = 4 * (familyNamed(family).metrics.length + 1);
    expect(await reproduceChain(store, plan, chainId)).toEqual({
      ...{ chainId, generations: 4, held: 4, values, without: [], differences: [] },
    });
  });

  it("that values have not asked for is no difference", async () => {
    const { store, plan } = await sweep(adaptive);
    const [cell] = plan.cells;
    expect(await reproduceChain(store, plan, `${cell?.id}-7`)).toMatchObject({ differences: [] });
    await expect(reproduceChain(store, plan, `${cell?.id}-8`)).rejects.toThrow(
      `The dataset of ${plan.sweepId} has no chain ${cell?.id}-8 so far.`,
    );
    await expect(reproduceChain(store, plan, `${cell?.id}-64`)).rejects.toThrow("must be a chain of");
  });
});
