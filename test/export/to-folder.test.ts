import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { gunzipSync } from "node:zlib";
import { tableFromIPC } from "apache-arrow";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ConflictError, CorruptionError } from "../../src/core/errors.ts";
import { exportDataset } from "../../src/export/export.ts";
import type { ExportOptions, ExportResult } from "../../src/export/options.ts";
import type { FolderTarget } from "../../src/export/target.ts";
import { fileStore } from "../../src/storage/file.ts";
import type { Store } from "../../src/storage/store.ts";
import { killedAtFile } from "./killed.ts";
import { generationRows, publish, sweepId } from "./published.ts";
import { bitsOf, doublesOf, rowsOf } from "./rows.ts";

let folder: string;
let store: Store;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ouro-export-"));
  store = fileStore(join(folder, "store"));
  path = join(folder, "out");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const exported = (kind: FolderTarget["kind"], options: ExportOptions = {}): Promise<ExportResult> =>
  exportDataset(store, sweepId, { kind, path }, options);

/** Bytes of every file below a folder, by name. */
async function contentsOf(below: string): Promise<Map<string, Buffer>> {
  const entries = await readdir(below, { recursive: true, withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const sorted = names.map((name) => relative(below, name)).sort();
  return new Map(
    await Promise.all(sorted.map(async (name) => [name, await readFile(join(below, name))] as const)),
  );
}

/** RFC 4180, plainly: fields and whether each was quoted. */
function parseCsv(text: string): { readonly value: string; readonly quoted: boolean }[][] {
  const records: { value: string; quoted: boolean }[][] = [[]];
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  for (const [, quoted, plain = "", end] of text.matchAll(field)) {
    records.at(-1)?.push({ value: quoted?.replaceAll('""', '"') ?? plain, quoted: quoted !== undefined });
    if (end !== ",") records.push([]);
  }
  return records.slice(0, -1);
}

const spelled: Readonly<Record<string, number>> = { nan: Number.NaN, inf: Infinity, "-inf": -Infinity };

describe("CSV", () => {
  it.each([false, true])("keeps to RFC 4180 and gives back every bit, gzip %s", async (gzip) => {
    await publish(store, 1, [generationRows(0, 3), generationRows(3, 20)]);
    await exported("csv", { gzip });
    const file = join(path, gzip ? "generations.csv.gz" : "generations.csv");
    const bytes = await readFile(file);
    const text = (gzip ? gunzipSync(bytes) : bytes).toString("utf8");
    const [head = [], ...records] = parseCsv(text);
    const names = head.map(({ value }) => value);
    const expected = await rowsOf(store, sweepId, "generations");
    expect(names).toEqual(Object.keys(expected[0] ?? {}));
    expect(records).toHaveLength(200);
    for (const [index, record] of records.entries())
      for (const [column, name] of names.entries()) {
        const { value, quoted } = record[column]!;
        const want = expected[index]?.[name];
        if (want === null) expect([value, quoted]).toEqual(["", false]);
        else if (typeof want === "number" && name !== "training_size")
          expect(bitsOf(spelled[value] ?? Number(value))).toBe(bitsOf(want));
        else expect(value).toBe(String(want));
        if (want === "") expect(quoted).toBe(true);
      }
  });
});

describe("Arrow", () => {
  it("holds every row and every bit of it, with the types of the files", async () => {
    await publish(store, 1, [generationRows(0, 3), generationRows(3, 20)]);
    await exported("arrow");
    const table = tableFromIPC(await readFile(join(path, "generations.arrow")));
    expect(table.schema.fields.map(({ name, type }) => `${name} ${type}`)).toMatchInlineSnapshot(`
      [
        "sweep_id Utf8",
        "cell_id Utf8",
        "chain_id Utf8",
        "family Utf8",
        "regime Utf8",
        "samples Float64",
        "name Utf8",
        "replicate Int64",
        "generation Int64",
        "training_size Int64",
        "real_share Float64",
        "loss Float64",
        "status Utf8",
      ]
    `);
    const expected = await rowsOf(store, sweepId, "generations");
    const rows = table.toArray().map((row) => row?.toJSON() as Record<string, unknown>);
    expect(doublesOf(rows, "loss")).toEqual(doublesOf(expected, "loss"));
    for (const name of ["name", "chain_id"])
      expect(rows.map((row) => row[name])).toEqual(expected.map((row) => row[name]));
    for (const name of ["replicate", "generation", "training_size"])
      expect(rows.map((row) => row[name])).toEqual(expected.map((row) => BigInt(row[name] as number)));
  });

  it("is refused where a column is of a type that no table has today, with what to do about it", async () => {
    const narrower = `SELECT * REPLACE (replicate::INTEGER AS replicate) FROM (${generationRows(0, 1)})`;
    await publish(store, 1, [narrower]);
    await expect(exported("arrow")).rejects.toThrow(
      /"replicate" is of type INTEGER.*the dataset is made anew/,
    );
    expect(await readdir(folder)).toEqual(["store"]);
  });

  it("has the columns of a table without rows", async () => {
    await publish(store, 1, [generationRows(0, 1)]);
    await exported("arrow");
    const table = tableFromIPC(await readFile(join(path, "failures.arrow")));
    expect([table.numRows, table.numCols]).toEqual([0, 4]);
  });
});

describe("a Parquet folder", () => {
  it("is a copy in Hive partitions", async () => {
    const { tables } = await publish(store, 1, [generationRows(0, 3), generationRows(3, 20)]);
    await exported("parquet-dir");
    for (const file of Object.values(tables).flatMap((table) => table.files))
      expect(await readFile(join(path, file.path))).toEqual(
        await readFile(store.locate(`${sweepId}/dataset/${file.path}`)),
      );
    expect(await readdir(join(path, "generations"))).toEqual(["by_family=coin"]);
  });

  it("is refused when a file is not what was published", async () => {
    const { tables } = await publish(store, 1, [generationRows(0, 3)]);
    const damaged = store.locate(`${sweepId}/dataset/${tables.generations.files[0]?.path}`);
    const bytes = await readFile(damaged);
    bytes[100]! ^= 1;
    await writeFile(damaged, bytes);
    await expect(exported("parquet-dir")).rejects.toThrow(CorruptionError);
    expect(await readdir(folder)).toEqual(["store"]);
  });

  it("says so when a newer snapshot took its place", async () => {
    const { tables } = await publish(store, 1, [generationRows(0, 3)]);
    await store.remove(`${sweepId}/dataset/${tables.generations.files[0]?.path}`);
    await expect(exported("parquet-dir")).rejects.toThrow(/a newer snapshot was published meanwhile/);
  });
});

describe("a folder", () => {
  it("is left alone when it holds this export, and replaced as a whole when the dataset changed", async () => {
    await publish(store, 1, [generationRows(0, 3), generationRows(3, 4)]);
    await exported("parquet-dir");
    expect((await exported("parquet-dir")).tables.generations.written).toBe(0);
    await publish(store, 2, [generationRows(0, 3)]);
    expect((await exported("parquet-dir")).tables.generations).toEqual({ rows: 30, written: 30, removed: 0 });
    expect(await readdir(join(path, "generations/by_family=coin/by_regime=replace"))).toEqual([
      "00000002-000000.parquet",
    ]);
    expect(await readdir(folder)).toEqual(["out", "store"]);
  });

  it("is never replaced when it holds anything else", async () => {
    await publish(store, 1, [generationRows(0, 3)]);
    await mkdir(path);
    await writeFile(join(path, "thesis.tex"), "years");
    await expect(exported("csv")).rejects.toThrow(ConflictError);
    await rm(join(path, "thesis.tex"));
    await writeFile(join(path, "export.json"), JSON.stringify({ sweepId: "another" }));
    await expect(exported("csv")).rejects.toThrow(/holds the export of another/);
    await rm(path, { recursive: true });
    await exported("parquet-dir");
    await expect(exported("csv")).rejects.toThrow(/holds an export to parquet-dir, which one to csv/);
    expect(await readdir(path)).toContain("generations");
  });

  it("cannot be made where a file stands, and says so", async () => {
    await publish(store, 1, [generationRows(0, 3)]);
    await writeFile(join(folder, "file"), "");
    path = join(folder, "file", "out");
    await expect(exported("csv")).rejects.toThrow(/Cannot list .* \(ENOTDIR\).*--to/);
    path = "/proc/none/out";
    await expect(exported("csv")).rejects.toThrow(/Cannot write/);
  });

  it.each(["csv", "arrow", "parquet-dir"] as const)(
    "holds the export before, %s, after one was killed in the middle, and all of it once it was run again",
    async (kind) => {
      await publish(store, 1, [generationRows(0, 3)]);
      await exported(kind);
      const before = await contentsOf(path);
      const { tables } = await publish(store, 2, [generationRows(0, 4), generationRows(4, 7)]);
      const chains = store.locate(`${sweepId}/dataset/${tables.chains.files[0]?.path}`);
      const args = ["export", sweepId, "--to", `${kind}:${path}`, "--store", join(folder, "store")];
      await killedAtFile(args, chains, folder);
      expect(await contentsOf(path)).toEqual(before);
      const [left = ""] = (await readdir(folder)).filter((name) => name.startsWith("out.ouro-new-"));
      expect((await readdir(join(folder, left))).join()).toContain("generations");
      expect((await exported(kind)).tables.generations).toEqual({ rows: 70, written: 70, removed: 0 });
      const whole = { kind, path: join(folder, "at-once") } as const;
      await exportDataset(store, sweepId, whole);
      expect(await contentsOf(path)).toEqual(await contentsOf(whole.path));
      expect((await readdir(folder)).filter((name) => name.startsWith("out"))).toEqual(["out"]);
    },
    180_000,
  );

  it("comes back where an export was killed between taking it away and putting the new one there", async () => {
    await publish(store, 1, [generationRows(0, 3)]);
    await exported("csv");
    await rename(path, `${path}.ouro-old-99999999`);
    await mkdir(`${path}.ouro-new-99999999`);
    await exported("csv");
    expect(await readdir(folder)).toEqual(["out", "store"]);
    expect((await exported("csv")).tables.generations).toEqual({ rows: 30, written: 0, removed: 0 });
  });
});
