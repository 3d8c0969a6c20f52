import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { StoreError } from "../../src/core/errors.ts";
import { publishDataset } from "../../src/storage/dataset/publish.ts";
import { queryDataset } from "../../src/storage/dataset/query.ts";
import { fileStore } from "../../src/storage/file.ts";
import { openStore } from "../../src/storage/open.ts";
import type { Store } from "../../src/storage/store.ts";
import { findS3Binary } from "../support/s3.ts";
import { withS3 } from "../support/s3-environment.ts";
import { advanceSample, metrics, samplePlan } from "./samples.ts";
import { obeysStoreLaws } from "./store-laws.ts";

const binary = await findS3Binary();

describe.skipIf(binary === undefined)("a bucket as a store (skipped without versitygw and Go)", () => {
  const server = withS3(binary);

  let opened = 0;
  const open = async (): Promise<Store> => openStore(`s3://${server.bucket}/store-${opened++}`);
  obeysStoreLaws(open);

  it("lists more than a page of keys", async () => {
    const store = await open();
    const names = Array.from({ length: 1005 }, (_, i) => `s/${String(i).padStart(5, "0")}`);
    for (let start = 0; start < names.length; start += 50)
      await Promise.all(names.slice(start, start + 50).map((name) => store.write(name, Buffer.from("x"))));
    expect((await store.list("s/")).map(({ key }) => key)).toEqual(names);
  }, 60_000);

  it("works without a prefix and names itself", async () => {
    const store = openStore(`s3://${server.bucket}`);
    await store.write("top/level", Buffer.from("x"));
    expect(store.url).toBe(`s3://${server.bucket}`);
    expect(store.locate("top/level")).toBe(`s3://${server.bucket}/top/level`);
    expect(await store.folders("")).toContain("top");
  });

  it("keeps checkpoints, and a dataset that is published and asked as from a folder", async () => {
    const plan = samplePlan();
    const stores = [await open(), fileStore(await mkdtemp(join(tmpdir(), "ouro-s3-twin-")))] as const;
    try {
      const digests: string[] = [];
      for (const store of stores) {
        for (let cohort = 0; cohort < 9; cohort++) await advanceSample(store, plan, cohort, [3, 5]);
        digests.push((await publishDataset(store, plan, { metricsOf: () => metrics })).digest);
      }
      expect(digests[0]).toBe(digests[1]);
      const sql = "SELECT * FROM generations JOIN cells USING (cell_id, generation)";
      const [bucket, folder] = await Promise.all(
        stores.map((store) => queryDataset(store, plan.sweepId, sql)),
      );
      expect(bucket?.rows.length).toBeGreaterThan(100);
      expect(new Set(bucket?.rows.map((row) => JSON.stringify(row)))).toEqual(
        new Set(folder?.rows.map((row) => JSON.stringify(row))),
      );
    } finally {
      await rm(fileURLToPath(stores[1].url), { recursive: true, force: true });
    }
  });

  it("says that there is no such bucket", async () => {
    const failure = await openStore("s3://no-such-bucket")
      .read("a")
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(StoreError);
    expect(String(failure)).toContain("Create the bucket, or give another --store.");
  });
});
