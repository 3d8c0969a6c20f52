import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import parquetjs from "parquetjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { statuses } from "../../src/core/cohort.ts";
import { CorruptionError, NumericalError } from "../../src/core/errors.ts";
import { decodePart } from "../../src/storage/decode-part.ts";
import { encodePart } from "../../src/storage/part.ts";
import { metrics, sampleCell, sampleSegment } from "./samples.ts";

const slice = { cell: sampleCell("a"), first: 0, count: 3 };
const facts = {
  numericsVersion: 1,
  cellId: slice.cell.id,
  family: "coin",
  regime: "replace",
  first: 0,
  count: 3,
  from: 3,
  to: 40,
};
const segment = sampleSegment(slice, 3, 40);
const bytes = encodePart(slice, metrics, segment);

/** What every reader must find, from the segment itself. */
const expected = Array.from({ length: 3 * 38 }, (_, index) => {
  const [lane, at] = [Math.floor(index / 38), index % 38];
  const row = at * 3 + lane;
  const value = (metric: number): number | null => {
    const number = segment.metrics[metric]?.[row] ?? 0;
    return Number.isNaN(number) ? null : number;
  };
  return {
    replicate: lane,
    generation: 3 + at,
    training_size: 10 * (3 + at),
    real_share: 10 / (10 * (3 + at)),
    status: statuses[segment.status[row] ?? 0],
    m_loss: value(0),
    m_status: value(1),
  };
});

let folder: string;
let file: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ouro-part-"));
  file = join(folder, "part.parquet");
  await writeFile(file, bytes);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("a part", () => {
  it("has hard values among what readers are asked to give back", () => {
    const values = expected.flatMap((row) => [row.m_loss, row.m_status]);
    for (const hard of [
      null,
      -0,
      0,
      5e-324,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      1.7976931348623157e308,
    ])
      expect(values.some((value) => Object.is(value, hard))).toBe(true);
  });

  it("is read by hyparquet, every value exact", async () => {
    const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
    expect(await parquetReadObjects({ file: buffer })).toEqual(expected);
  });

  it("is read by DuckDB, every value exact", async () => {
    const instance = await DuckDBInstance.create(":memory:");
    const connection = await instance.connect();
    const reader = await connection.runAndReadAll(`SELECT * FROM read_parquet('${file}')`);
    expect(reader.getRowObjectsJS()).toEqual(expected);
    connection.closeSync();
    instance.closeSync();
  });

  it("is read by parquetjs, every value exact", async () => {
    const reader = await parquetjs.ParquetReader.openFile(file);
    const cursor = reader.getCursor();
    const rows: unknown[] = [];
    for (let row = await cursor.next(); row; row = await cursor.next())
      rows.push({ m_loss: null, m_status: null, ...row });
    await reader.close();
    expect(rows).toEqual(expected);
  });

  it("says where it comes from", () => {
    const metadata = parquetMetadata(bytes.slice().buffer);
    expect(JSON.parse(metadata.key_value_metadata?.[0]?.value ?? "")).toEqual(facts);
  });

  it("gives back the segment it was made from", async () => {
    const part = await decodePart(bytes, "part");
    expect(part).toEqual({ facts, metrics, segment });
  });

  it("is the same bytes for the same segment", () => {
    expect(Buffer.compare(encodePart(slice, metrics, segment), bytes)).toBe(0);
  });

  it("is the same bytes in a place that held others, and where that place is too small", () => {
    const used = new Uint8Array(2 * bytes.length + 10_000).fill(0xa5);
    const inPlace = encodePart(slice, metrics, segment, undefined, used.buffer);
    expect(inPlace.buffer).toBe(used.buffer);
    expect(Buffer.compare(inPlace, bytes)).toBe(0);
    expect(Buffer.compare(encodePart(slice, metrics, segment, undefined, new ArrayBuffer(8)), bytes)).toBe(0);
  });

  it("goes beyond one row group", async () => {
    const many = { cell: slice.cell, first: 10, count: 70_000 };
    const long = sampleSegment(many, 1, 3);
    expect((await decodePart(encodePart(many, metrics, long), "part")).segment).toEqual(long);
  });

  it("keeps -0 from 0 where a column has few values, as a dictionary would not", async () => {
    const zeros = sampleSegment({ ...slice, count: 2 }, 1, 500);
    zeros.metrics[1]?.forEach((_, row, column) => {
      column[row] = row % 3 === 0 ? -0 : 0;
    });
    const part = await decodePart(encodePart({ ...slice, count: 2 }, metrics, zeros), "part");
    expect(part.segment.metrics[1]).toEqual(zeros.metrics[1]);
  });

  it("takes NaN with status ok for null where the metric is not defined everywhere", async () => {
    const sparse = sampleSegment(slice, 1, 3);
    sparse.metrics[1]?.fill(Number.NaN, 5, 6);
    const part = await decodePart(encodePart(slice, metrics, sparse, new Set(["status"])), "part");
    expect(part.segment).toEqual(sparse);
  });

  it("refuses NaN with status ok and names metric, chain and generation", () => {
    const broken = sampleSegment(slice, 1, 3);
    broken.metrics[1]?.fill(Number.NaN, 5, 6);
    const attempt = (): unknown => encodePart(slice, metrics, broken);
    expect(attempt).toThrow(NumericalError);
    expect(attempt).toThrow(
      `coin: status is not a number in chain ${slice.cell.id}-2, generation 2, whose status is ok.`,
    );
  });

  it("is refused when it is cut short", async () => {
    await expect(decodePart(bytes.slice(0, -9), "part")).rejects.toThrow(CorruptionError);
    await expect(decodePart(new Uint8Array(), "part")).rejects.toThrow(CorruptionError);
  });
});
