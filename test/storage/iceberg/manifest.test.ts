import avro from "avsc";
import { expect, it } from "vitest";
import { partitionPath } from "../../../src/storage/dataset/generations.ts";
import { manifestFile } from "../../../src/storage/iceberg/manifest.ts";

it("reads a file's partition from its folders, and those of the first datasets, whose keys are columns", async () => {
  const folders = [partitionPath("n-gram", "ö/2"), "family=gaussian/regime=replace/", ""];
  const bytes = await manifestFile({
    id: 1,
    columns: [],
    partition: ["family", "regime"],
    files: folders.map((folder) => ({
      path: `generations/${folder}1.parquet`,
      rows: 3,
      bytes: 7,
      sha256: "",
    })),
    locate: (path) => `file:///${path}`,
  });
  const found: unknown[] = [];
  const decoder = new avro.streams.BlockDecoder();
  decoder.on("data", ({ data_file: { partition } }) => found.push({ ...partition }));
  const done = new Promise((resolve, reject) => decoder.on("end", resolve).on("error", reject));
  decoder.end(bytes);
  await done;
  expect(found).toEqual([
    { family: "n-gram", regime: "ö/2" },
    { family: "gaussian", regime: "replace" },
    { family: null, regime: null },
  ]);
});
