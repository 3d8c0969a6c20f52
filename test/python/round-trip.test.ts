import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withoutDictionaries } from "../../src/storage/dataset/zeros.ts";
import {
  edgeRows,
  type PlainRow,
  plainRow,
  writeWithDuckdb,
  writeWithHyparquet,
} from "../storage/edge-values.ts";
import { pythonWith } from "../support/python.ts";

const script = fileURLToPath(new URL("read.py", import.meta.url));
const expected = edgeRows.map(plainRow);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ouro-edges-"));
  await writeWithHyparquet(join(folder, "part.parquet"));
  await writeWithDuckdb(join(folder, "dataset.parquet"), `COMPRESSION zstd, ${withoutDictionaries}`);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.each(["pyarrow", "polars", "duckdb", "pandas", "pyspark"])("%s", (reader) => {
  const python = pythonWith(reader);
  if (python === undefined)
    console.warn(`${reader} is not installed for OURO_PYTHON or python3: it is NOT tested.`);

  it.skipIf(python === undefined)(
    "gives back values that are hard to keep, from a part and from the dataset, type by type",
    () => {
      const files = ["part", "dataset"].map((name) => join(folder, `${name}.parquet`));
      const printed = execFileSync(python ?? "", [script, reader, ...files], {
        encoding: "utf8",
        maxBuffer: 2 ** 30,
        stdio: ["ignore", "pipe", "pipe"],
      });
      const read = JSON.parse(printed) as PlainRow[][];
      expect(read.map((rows) => rows.length)).toEqual([expected.length, expected.length]);
      for (const [index, rows] of read.entries())
        for (const [column, name] of ["whole", "small", "real", "words", "flag", "at"].entries())
          expect(
            rows.map((row) => row[column]),
            `${name} of ${files[index]}`,
          ).toEqual(expected.map((row) => row[column]));
    },
    600_000, // Spark starts a JVM
  );
});
