import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { explainCells } from "../../src/cli/plan-why.ts";
import { fileStore } from "../../src/storage/file.ts";
import { registerSweep } from "../../src/storage/registration.ts";
import type { Store } from "../../src/storage/store.ts";
import { examplePlan } from "../docs/example-sweep.ts";

let folder: string;
let store: Store;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ouro-why-"));
  store = fileStore(folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const sources = async () =>
  new Set((await explainCells(store, examplePlan)).map(({ takenFrom }) => takenFrom));

it("says that all is to be computed in a store without these cells", async () => {
  expect(await sources()).toEqual(new Set([null]));
});

it("names another sweep that has them, and the sweep itself once it was begun", async () => {
  await registerSweep(store, { ...examplePlan, sweepId: "elder-0123456789" }, "name: elder");
  expect(await sources()).toEqual(new Set(["elder-0123456789"]));
  await registerSweep(store, examplePlan, "name: of no matter here");
  expect(await sources()).toEqual(new Set([examplePlan.sweepId]));
});
