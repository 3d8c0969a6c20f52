import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { MockActivityEnvironment } from "@temporalio/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { SweepCatalog } from "../../activities/catalog.ts";
import { datasetActivities } from "../../activities/dataset.ts";
import { Publications } from "../../activities/publications.ts";
import { ConflictError } from "../../src/core/errors.ts";
import { parseSpec } from "../../src/spec/parse.ts";
import { planOf } from "../../src/spec/plan-of.ts";
import { planKey } from "../../src/storage/layout.ts";
import { OwnCommits } from "../../src/storage/own-commits.ts";
import { openStore } from "../../src/storage/open.ts";
import { registerSweep } from "../../src/storage/registration.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ouro-dataset-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const spec =
  "{name: here, family: gaussian, parameters: {samples: 5}, regime: replace, generations: 2, replicates: 1}";

it("publishes no sweep as done that its store no longer knows", async () => {
  const url = pathToFileURL(folder).href;
  const store = openStore(url);
  const { sweepId, revision } = await registerSweep(store, planOf(parseSpec(spec, "spec.json")), spec);
  const catalog = new SweepCatalog();
  const ref = { store: url, sweepId, revision };
  await catalog.open(ref);
  await store.remove(planKey(sweepId));
  const { publishDataset } = datasetActivities(catalog, {
    memoryMiB: 256,
    threads: 1,
    publications: new Publications(),
    own: new OwnCommits(),
  });
  await expect(new MockActivityEnvironment().run(() => publishDataset(ref))).rejects.toBeInstanceOf(
    ConflictError,
  );
});
