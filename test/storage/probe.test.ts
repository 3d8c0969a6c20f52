import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { fileStore } from "../../src/storage/file.ts";
import { probeStore } from "../../src/storage/probe.ts";
import type { Store } from "../../src/storage/store.ts";

let folder: string;
let store: Store;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ouro-probe-"));
  store = fileStore(folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it("says what it did, and leaves nothing behind", async () => {
  expect(await probeStore(store, "probe")).toBe(
    `${store.url} written, read and removed, and nothing created twice`,
  );
  expect(await readdir(folder)).toEqual([]);
});

it("refuses a store that creates twice, as S3 servers do that ignore If-None-Match", async () => {
  const careless: Store = {
    ...store,
    create: async (key, bytes) => {
      await store.write(key, bytes);
      return true;
    },
  };
  await expect(probeStore(careless, "probe")).rejects.toThrow(
    /must refuse to create what is there already, and created it twice: its server ignores If-None-Match\./,
  );
  expect(await readdir(folder)).toEqual([]);
});

it("refuses a store that gives back something older", async () => {
  const stale: Store = { ...store, write: async () => undefined };
  await expect(probeStore(stale, "probe")).rejects.toThrow(/did not give it back as it was/);
});
