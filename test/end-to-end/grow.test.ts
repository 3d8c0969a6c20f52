import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { DatasetManifest } from "../../src/storage/dataset/manifest.ts";
import { Bench } from "../support/ouro.ts";

/** 264 cells of a cohort each, so three shards of which the first two have 1.3 million rows each. */
const spec = `
name: grow
seed: 7
family: gaussian
parameters: { samples: 100, sd: { range: [0.1, 26.4, 0.1] } }
regime: replace
generations: 40
replicates: 256
report: { metrics: [kl] }
`;

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.make();
});
afterAll(() => bench?.close());

it("the dataset grows while the sweep runs, and what was published stays part of it", async () => {
  const file = await bench.spec("sweep.yaml", spec);
  const run = await bench.run(["run", file, "--store", bench.store()]);
  expect(run.code).toBe(0);
  const [id = ""] = await readdir(bench.store());
  const folder = join(bench.store(), id, "dataset", "snapshots");
  const manifests = await Promise.all(
    (await readdir(folder)).sort().map(async (name) => {
      return JSON.parse(await readFile(join(folder, name), "utf8")) as DatasetManifest;
    }),
  );
  expect(manifests.length).toBeGreaterThan(1);
  const rows = manifests.map(({ tables }) => tables.generations.rows);
  expect(rows).toEqual([...rows].sort((a, b) => a - b));
  expect(manifests[0]?.complete).toBe(false);
  expect(manifests.at(-1)).toMatchObject({ complete: true, chainsComplete: 264 * 256 });
}, 300_000);
