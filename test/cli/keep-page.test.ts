import { expect, it } from "vitest";
import { keepPage } from "../../src/cli/keep-page.ts";
import { StoreError } from "../../src/core/errors.ts";
import { reportKey } from "../../src/storage/layout.ts";
import { sweep } from "../report/sweep-data.ts";
import { memoryStore } from "../support/memory-store.ts";

const data = sweep();
const key = reportKey(data.sweep.id);
const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);

it("makes a page that is missing or of another dataset, and leaves one that is right as it is", async () => {
  const blobs = new Map<string, Uint8Array>();
  const store = memoryStore(blobs);
  await keepPage(store, data);
  const page = text(blobs.get(key));
  expect(page).toContain("<!doctype html>");

  const marked = new TextEncoder().encode(`${page}<!-- by hand -->`);
  blobs.set(key, marked);
  await keepPage(store, data);
  expect(blobs.get(key)).toBe(marked);

  await keepPage(store, { ...data, sweep: { ...data.sweep, datasetDigest: "0".repeat(64) } });
  expect(text(blobs.get(key))).toContain("0".repeat(64));
});

it("goes on where nothing can be written", async () => {
  const full = { ...memoryStore(), write: () => Promise.reject(new StoreError("The disk is full.")) };
  await expect(keepPage(full, data)).resolves.toBeUndefined();
});
