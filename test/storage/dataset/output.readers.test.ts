import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance, DuckDBTimestampTZValue } from "@duckdb/node-api";
import { parquetReadObjects } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import parquetjs from "parquetjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withoutDictionaries } from "../../../src/storage/dataset/zeros.ts";
import {
  bits,
  edgeRows,
  type PlainRow,
  plainRow,
  writeWithDuckdb,
  writeWithHyparquet,
} from "../edge-values.ts";

const expected = edgeRows.map(plainRow);
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ouro-edges-"));
  await writeWithHyparquet(join(folder, "part.parquet"));
  await writeWithDuckdb(join(folder, "zstd.parquet"), `COMPRESSION zstd, ${withoutDictionaries}`);
  await writeWithDuckdb(join(folder, "plain.parquet"), `COMPRESSION uncompressed, ${withoutDictionaries}`);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function plain(row: Record<string, unknown>): PlainRow {
  const { whole = null, small = null, real = null, words = null, flag = null, at = null } = row;
  const time =
    at instanceof Date ? BigInt(at.getTime()) * 1000n : at instanceof DuckDBTimestampTZValue ? at.micros : at;
  return [
    whole === null ? null : String(whole),
    small as number | null,
    real === null ? null : bits(real as number),
    words as string | null,
    flag as boolean | null,
    time === null ? null : String(time as bigint),
  ];
}

async function withHyparquet(path: string): Promise<PlainRow[]> {
  const bytes = await readFile(path);
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
  const parsers = { timestampFromMicroseconds: (micros: bigint) => micros };
  return (await parquetReadObjects({ file, compressors, parsers: parsers as never })).map(plain);
}

async function withDuckdb(path: string): Promise<PlainRow[]> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const reader = await connection.runAndReadAll(`SELECT * FROM read_parquet('${path}')`);
  const rows = reader.getRowObjects().map(plain);
  connection.closeSync();
  instance.closeSync();
  return rows;
}

async function withParquetjs(path: string): Promise<PlainRow[]> {
  const reader = await parquetjs.ParquetReader.openFile(path);
  const cursor = reader.getCursor();
  const rows: PlainRow[] = [];
  for (let row = await cursor.next(); row; row = await cursor.next())
    rows.push(plain(row as Record<string, unknown>));
  await reader.close();
  return rows;
}

/** parquetjs makes Dates of points in time, which have milliseconds; whole numbers it leaves alone. */
const inMilliseconds = (at: PlainRow[number]): PlainRow[number] =>
  at === null ? null : ((BigInt(at) / 1000n) * 1000n).toString();

describe("values that are hard to keep", () => {
  it.each([
    ["hyparquet", "part", withHyparquet],
    ["hyparquet", "zstd", withHyparquet],
    ["DuckDB", "part", withDuckdb],
    ["DuckDB", "zstd", withDuckdb],
    ["parquetjs", "part", withParquetjs],
    ["parquetjs", "plain", withParquetjs],
  ])("come back from %s, file %s, type by type", async (reader, file, read) => {
    const rows = await read(join(folder, `${file}.parquet`));
    expect(rows).toHaveLength(expected.length);
    const asDates = reader === "parquetjs" && file === "plain";
    for (const [column, name] of ["whole", "small", "real", "words", "flag", "at"].entries()) {
      const values = expected.map((row) => row[column] ?? null);
      expect(
        rows.map((row) => row[column]),
        name,
      ).toEqual(name === "at" && asDates ? values.map(inMilliseconds) : values);
    }
  });
});
