import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import {
  Bool,
  type Data,
  DataType,
  Field,
  Float64,
  Int64,
  makeData,
  RecordBatch,
  RecordBatchFileWriter,
  Schema,
  Struct,
  TimestampMicrosecond,
  Utf8,
} from "apache-arrow";
import type { Engine } from "../storage/dataset/engine.ts";
import type { ColumnType } from "../storage/dataset/schema.ts";
import { type Chunk, chunksOf, type Value } from "./chunks.ts";
import { describe } from "./snapshot.ts";

const types: Readonly<Record<ColumnType, () => DataType>> = {
  VARCHAR: () => new Utf8(),
  BOOLEAN: () => new Bool(),
  BIGINT: () => new Int64(),
  DOUBLE: () => new Float64(),
  "TIMESTAMP WITH TIME ZONE": () => new TimestampMicrosecond("UTC"),
};

/** Rows of a record batch, about: DuckDB's chunks are put together up to this many. */
const batchRows = 65_536;

/** Writes what a SELECT gives as an Arrow IPC file, record batch by record batch. */
export async function writeArrow(engine: Engine, select: string, path: string): Promise<void> {
  const columns = await describe(engine, select);
  const schema = new Schema(columns.map(({ name, type }) => new Field(name, types[type](), true)));
  const writer = new RecordBatchFileWriter();
  const written = pipeline(writer.toNodeStream(), createWriteStream(path));
  try {
    let held: Chunk[] = [];
    let rows = 0;
    const flush = (): void => {
      writer.write(batchOf(schema, held, rows));
      held = [];
      rows = 0;
    };
    for await (const chunk of chunksOf(engine, select)) {
      held.push(chunk);
      rows += chunk.rowCount;
      if (rows >= batchRows) flush();
    }
    if (rows > 0) flush();
    else writer.reset(undefined, schema);
    writer.finish();
  } catch (error) {
    writer.abort(error);
    await written.catch(() => undefined);
    throw error;
  }
  await written;
}

function batchOf(schema: Schema, chunks: readonly Chunk[], rows: number): RecordBatch {
  const children = schema.fields.map((field, index) => columnOf(field.type, chunks, index, rows));
  return new RecordBatch(
    schema,
    makeData({ type: new Struct(schema.fields), length: rows, nullCount: 0, children }),
  );
}

function columnOf(type: DataType, chunks: readonly Chunk[], column: number, rows: number): Data {
  const nullBitmap = new Uint8Array(Math.ceil(rows / 8));
  const values: Value[] = new Array(rows);
  let nullCount = 0;
  let at = 0;
  for (const chunk of chunks)
    for (let row = 0; row < chunk.rowCount; row++, at++) {
      const value = chunk.value(column, row);
      values[at] = value;
      if (value === null) nullCount++;
      else setBit(nullBitmap, at);
    }
  const shared = { length: rows, nullCount, nullBitmap };
  if (DataType.isUtf8(type)) return makeData({ type, ...shared, ...textOf(values) });
  if (DataType.isBool(type)) {
    const data = new Uint8Array(nullBitmap.length);
    for (const [row, value] of values.entries()) if (value === true) setBit(data, row);
    return makeData({ type, ...shared, data });
  }
  if (DataType.isFloat(type))
    return makeData({ type, ...shared, data: Float64Array.from(values, (value) => Number(value ?? 0)) });
  const data = BigInt64Array.from(values, (value) => BigInt(value ?? 0));
  return makeData({ type: type as Int64, ...shared, data });
}

function setBit(bits: Uint8Array, at: number): void {
  bits[at >> 3] = (bits[at >> 3] ?? 0) | (1 << (at & 7));
}

function textOf(values: readonly Value[]): { valueOffsets: Int32Array; data: Uint8Array } {
  const valueOffsets = new Int32Array(values.length + 1);
  const pieces: Buffer[] = [];
  let bytes = 0;
  for (const [row, value] of values.entries()) {
    if (typeof value === "string") {
      const piece = Buffer.from(value, "utf8");
      pieces.push(piece);
      bytes += piece.length;
    }
    valueOffsets[row + 1] = bytes;
  }
  return { valueOffsets, data: Buffer.concat(pieces, bytes) };
}
