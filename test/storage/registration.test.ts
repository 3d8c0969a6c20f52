import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { ConflictError, CorruptionError, finalErrors, VersionError } from "../../src/core/errors.ts";
import { fileStore } from "../../src/storage/file.ts";
import { planKey, revisionKey } from "../../src/storage/layout.ts";
import { readPlan, readSpecText, registerSweep, reviseSweep } from "../../src/storage/registration.ts";
import { sealed } from "../../src/storage/sealed-json.ts";
import type { Store } from "../../src/storage/store.ts";
import { sampleCell, samplePlan } from "./samples.ts";

const plan = samplePlan();
const wider = samplePlan({ cells: [...plan.cells, sampleCell("d")], specDigest: "e".repeat(64) });
let folder: string;
let store: Store;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ouro-registration-"));
  store = fileStore(folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it("keeps the plan that came first", async () => {
  await registerSweep(store, plan, "one");
  const second = await registerSweep(store, samplePlan({ cuts: [[5]] }), "two");
  expect(second.cuts).toEqual(plan.cuts);
  expect(await readSpecText(store, plan.sweepId)).toBe("one");
});

it("finds a sweep in a store that cannot be written", async () => {
  await registerSweep(store, plan, "one");
  const refuse = () => Promise.reject(new Error("read-only"));
  const readOnly: Store = { ...store, create: refuse, write: refuse };
  expect(await registerSweep(readOnly, plan, "one")).toEqual(plan);
  await expect(registerSweep(readOnly, samplePlan({ sweepId: "other-0123456789" }), "two")).rejects.toThrow(
    "read-only",
  );
});

it("refuses another spec under the same id", async () => {
  await registerSweep(store, plan, "one");
  await expect(registerSweep(store, wider, "two")).rejects.toThrow(ConflictError);
});

it("has a plan that was revised, the one before, and knows both specs", async () => {
  await registerSweep(store, plan, "one");
  const revised = await reviseSweep(store, plan, wider, "two");
  expect(revised).toEqual({ ...wider, revision: 2 });
  expect(await readPlan(store, plan.sweepId)).toEqual(revised);
  expect(await readPlan(store, plan.sweepId, 1)).toEqual(plan);
  expect(await readPlan(store, plan.sweepId, 2)).toEqual(revised);
  expect(await readPlan(store, plan.sweepId, 3)).toBeUndefined();
  expect(await registerSweep(store, plan, "one")).toEqual(revised);
  expect(await registerSweep(store, wider, "two")).toEqual(revised);
  const third = await reviseSweep(store, revised, plan, "three");
  expect([third.revision, await readSpecText(store, plan.sweepId)]).toEqual([3, "three"]);
});

it("lets one of two revise", async () => {
  await registerSweep(store, plan, "one");
  const both = await Promise.allSettled([1, 2].map(() => reviseSweep(store, plan, wider, "two")));
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  await expect(reviseSweep(store, plan, wider, "two")).rejects.toThrow(ConflictError);
});

it("counts a revision whose writer was cut off before plan.json", async () => {
  await registerSweep(store, plan, "one");
  const cut: Store = {
    ...store,
    write: () => Promise.reject(new Error("power cut")),
  };
  await expect(reviseSweep(cut, plan, wider, "two")).rejects.toThrow("power cut");
  expect((await readPlan(store, plan.sweepId))?.revision).toBe(2);
});

it.each([
  ["no JSON", "{"],
  ["another thing", new TextDecoder().decode(sealed({ format: 1, sweepId: "other" }))],
  ["changed", new TextDecoder().decode(sealed(plan)).replace('"seed":1', '"seed":2')],
])("refuses a plan that is %s", async (_, text) => {
  await store.write(planKey(plan.sweepId), new TextEncoder().encode(text));
  await expect(readPlan(store, plan.sweepId)).rejects.toThrow(CorruptionError);
  await store.write(planKey(plan.sweepId), sealed(plan));
  await store.write(revisionKey(plan.sweepId, 2), new TextEncoder().encode(text));
  await expect(readPlan(store, plan.sweepId)).rejects.toThrow(CorruptionError);
});

it("refuses to mix numerics versions and says what to do", async () => {
  await registerSweep(store, { ...plan, numericsVersion: 999 }, "one");
  await expect(readPlan(store, plan.sweepId)).rejects.toThrow(/version 999.*must not mix.*another --store/);
});

it("leaves a sweep of another numerics version to workers of that version, which may be near", () => {
  expect(finalErrors).not.toContain(new VersionError("").name);
});
