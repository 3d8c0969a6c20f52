import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { meaningsOf } from "../../src/export/meanings.ts";
import { fileStore } from "../../src/storage/file.ts";
import { planKey } from "../../src/storage/layout.ts";
import { registerSweep } from "../../src/storage/registration.ts";
import { examplePlan } from "../docs/example-sweep.ts";

const { sweepId } = examplePlan;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ouro-meanings-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it("tells of a sweep's own parameters and metrics, with their units", async () => {
  const store = fileStore(folder);
  await registerSweep(store, examplePlan, "name: of no matter here");
  const { generations } = await meaningsOf(store, sweepId);
  expect(generations.table).toBe("a row per chain and generation that was committed");
  expect(generations.columns.get("samples")).toMatch(/^parameter `samples`: rows a batch/);
  expect(generations.columns.get("test_error")).toMatch(
    /^expected squared error on a new row.* \[label²\]; null: /,
  );
});

it("keeps to what all sweeps have where the plan cannot be read", async () => {
  const store = fileStore(folder);
  await registerSweep(store, examplePlan, "name: of no matter here");
  await writeFile(join(folder, planKey(sweepId)), "spoilt");
  const { generations } = await meaningsOf(store, sweepId);
  expect(generations.columns.get("replicate")).toBe("number of the chain in its cell, from 0");
  expect(generations.columns.has("test_error")).toBe(false);
});
