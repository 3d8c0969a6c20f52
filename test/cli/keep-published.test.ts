import { expect, it } from "vitest";
import { keepPublished } from "../../src/cli/keep-published.ts";
import { StoreError } from "../../src/core/errors.ts";
import { publishDataset } from "../../src/storage/dataset/publish.ts";
import { manifestKey, reportKey } from "../../src/storage/layout.ts";
import { sweep } from "../report/sweep-data.ts";
import { advanceSample, metrics, samplePlan } from "../storage/samples.ts";
import { memoryStore } from "../support/memory-store.ts";

const data = sweep();
const key = reportKey(data.sweep.id);
const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);

it("makes a page that is missing or of another dataset, and leaves one that is right as it is", async () => {
  const blobs = new Map<string, Uint8Array>();
  const store = memoryStore(blobs);
  await keepPublished(store, data);
  const page = text(blobs.get(key));
  expect(page).toContain("<!doctype html>");

  const marked = new TextEncoder().encode(`${page}<!-- by hand -->`);
  blobs.set(key, marked);
  await keepPublished(store, data);
  expect(blobs.get(key)).toBe(marked);

  await keepPublished(store, { ...data, sweep: { ...data.sweep, datasetDigest: "0".repeat(64) } });
  expect(text(blobs.get(key))).toContain("0".repeat(64));
});

it("goes on where nothing can be written", async () => {
  const full = { ...memoryStore(), write: () => Promise.reject(new StoreError("The disk is full.")) };
  await expect(keepPublished(full, data)).resolves.toBeUndefined();
});

it("writes manifest.json again where it is gone or cut", async () => {
  const plan = samplePlan();
  const blobs = new Map<string, Uint8Array>();
  const store = memoryStore(blobs);
  await advanceSample(store, plan, 0, [plan.generations]);
  await publishDataset(store, plan, { metricsOf: () => metrics, threads: 1, memoryLimit: "128MB" });
  const of = { ...data, sweep: { ...data.sweep, id: plan.sweepId } };
  const manifest = manifestKey(plan.sweepId);
  const whole = text(blobs.get(manifest));
  for (const damaged of [undefined, new TextEncoder().encode(whole.slice(0, 40))]) {
    if (damaged) blobs.set(manifest, damaged);
    else blobs.delete(manifest);
    await keepPublished(store, of);
    expect(text(blobs.get(manifest))).toBe(whole);
  }
});
