import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { publishDataset, publishFinished } from "../../../src/storage/dataset/publish.ts";
import { fileStore } from "../../../src/storage/file.ts";
import { datasetFolder } from "../../../src/storage/layout.ts";
import { openStore } from "../../../src/storage/open.ts";
import type { Store } from "../../../src/storage/store.ts";
import { findS3Binary } from "../../support/s3.ts";
import { withS3 } from "../../support/s3-environment.ts";
import { advanceSample, metrics, samplePlan } from "../samples.ts";

const binary = await findS3Binary();
const script = fileURLToPath(new URL("reader.mjs", import.meta.url));
const options = { metricsOf: () => metrics, threads: 1, memoryLimit: "128MB" };
const plan = samplePlan({ cuts: [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]], replicates: 10 });
const cohorts = 30;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ouro-reader-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Publishes a sweep bit by bit while a reader looks, and says which snapshots it saw. */
async function seenWhileGrowing(store: Store): Promise<Set<number>> {
  const dataset = store.locate(datasetFolder(plan.sweepId).slice(0, -1));
  const reader = spawn(process.execPath, [script, dataset, join(folder, "copies")], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  try {
    const lines = createInterface({ input: reader.stdout })[Symbol.asyncIterator]();
    let seen = { snapshot: 0, rows: 0 };
    const looks = new Set<number>();
    for (let cohort = 0; cohort < cohorts; cohort += 3) {
      for (let next = cohort; next < cohort + 3; next++)
        await advanceSample(store, plan, next, [plan.generations]);
      const ranges = [{ from: cohort, to: cohort + 3 }];
      const made =
        cohort + 3 < cohorts
          ? await publishFinished(store, plan, ranges, { rows: 1 }, options)
          : await publishDataset(store, plan, options);
      // Until the reader has come to what was published.
      while (seen.snapshot < (made?.snapshot ?? 0)) {
        const look = JSON.parse(String((await lines.next()).value));
        expect(look.error).toBeUndefined();
        expect(look).toEqual({ ...look, distinct: look.rows, told: look.rows, named: look.rows });
        expect(look.rows).toBeGreaterThanOrEqual(seen.rows);
        expect(look.snapshot).toBeGreaterThanOrEqual(seen.snapshot);
        seen = look;
        looks.add(look.snapshot);
      }
    }
    expect(seen.rows).toBe(cohorts * plan.generations);
    return looks;
  } finally {
    reader.stdin.end();
    await once(reader, "exit");
  }
}

describe("a reader in another process never sees half a commit, nor a row twice, nor one go, while snapshots come", () => {
  it("in a folder", async () => {
    expect((await seenWhileGrowing(fileStore(join(folder, "store")))).size).toBeGreaterThan(3);
  }, 180_000);

  describe.skipIf(binary === undefined)("in a bucket (skipped without versitygw and Go)", () => {
    const server = withS3(binary);

    it("of a server of its own", async () => {
      expect((await seenWhileGrowing(openStore(`s3://${server.bucket}/store`))).size).toBeGreaterThan(3);
    }, 180_000);
  });
});
