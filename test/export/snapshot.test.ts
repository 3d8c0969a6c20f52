import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CorruptionError } from "../../src/core/errors.ts";
import { exportDataset } from "../../src/export/export.ts";
import { datasetFolder } from "../../src/storage/layout.ts";
import { openStore } from "../../src/storage/open.ts";
import { findS3Binary } from "../support/s3.ts";
import { withS3 } from "../support/s3-environment.ts";
import { generationRows, publish, sweepId } from "./published.ts";

const binary = await findS3Binary();

describe.skipIf(binary === undefined)("a snapshot in a bucket (skipped without versitygw and Go)", () => {
  const server = withS3(binary);
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "ouro-bucket-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("is exported file by file, leaves no copy behind, and is refused where a byte changed", async () => {
    const store = openStore(`s3://${server.bucket}/results`);
    const { tables } = await publish(store, 1, [generationRows(0, 2), generationRows(2, 5)]);
    const scratch = await mkdtemp(join(folder, "scratch-"));
    const target = (name: string) => ({ kind: "csv" as const, path: join(folder, name) });
    await exportDataset(store, sweepId, target("out"), { scratch });
    expect((await readFile(join(folder, "out", "generations.csv"), "utf8")).split("\r\nedges-")).toHaveLength(
      51,
    );
    expect(await readdir(scratch)).toEqual([]);
    const key = datasetFolder(sweepId) + tables.generations.files[1]?.path;
    const bytes = Buffer.from((await store.read(key)) ?? []);
    bytes[200]! ^= 1;
    await store.write(key, bytes);
    await expect(exportDataset(store, sweepId, target("other"), { scratch })).rejects.toThrow(
      CorruptionError,
    );
    expect(await readdir(folder)).toEqual(expect.not.arrayContaining(["other"]));
  });
});
