import { type DecodedArray, type FileMetaData, parquetMetadata, parquetRead } from "hyparquet";
import { statuses } from "../core/cohort.ts";
import { CorruptionError } from "../core/errors.ts";
import { metadataKey, metricPrefix, type PartFacts } from "./part-facts.ts";

/** Columns of a part, as they lie in the file: by (replicate, generation). */
export interface PartColumns {
  readonly facts: PartFacts;
  readonly rows: number;
  /** The metrics that were asked for, in the order of the file. */
  readonly metrics: readonly string[];
  /** A column of numbers by its name in the file, null as NaN: where a place for it is given, perhaps there. */
  readonly numbers: (column: string, room?: Float64Array) => Float64Array;
  /** Indices into `statuses`. */
  readonly status: Uint8Array;
}

/**
 * Reads columns of a part.
 *
 * @param name for messages
 * @param isWanted asked for each column by its name in the file; `rows` says how many rows there are, of how many places
 * @throws {CorruptionError} when the bytes are no part
 */
export async function readColumns(
  bytes: Uint8Array,
  name: string,
  isWanted: (column: string, rows: number, places: number) => boolean,
): Promise<PartColumns> {
  try {
    const file = {
      byteLength: bytes.length,
      slice: (from: number, to?: number) => copied(bytes, from, to),
    };
    const metadata = metadataOf(bytes);
    const text = metadata.key_value_metadata?.find(({ key }) => key === metadataKey)?.value ?? "";
    const facts = JSON.parse(text) as PartFacts;
    const rows = Number(metadata.num_rows);
    const places = (facts.to - facts.from + 1) * facts.count;
    const names = metadata.schema
      .slice(1)
      .map((element) => element.name)
      .filter((column) => isWanted(column, rows, places));
    const plain = new Map(names.map((column) => [column, stretchesOf(metadata, column, bytes.length)]));
    const columns = new Map<string, Float64Array>();
    const status = new Uint8Array(names.includes("status") ? rows : 0);
    await parquetRead({
      file,
      metadata,
      columns: names.filter((column) => plain.get(column) === undefined),
      onChunk({ columnName, columnData, rowStart }) {
        if (columnName === "status") fillWords(status, columnData, rowStart);
        else {
          const column = columns.get(columnName) ?? new Float64Array(rows);
          columns.set(columnName, column);
          fillDoubles(column, columnData, rowStart);
        }
      },
    });
    const metrics = names.filter((column) => column.startsWith(metricPrefix));
    return {
      facts,
      rows,
      metrics: metrics.map((column) => column.slice(metricPrefix.length)),
      numbers: (column, room = new Float64Array(rows)) => {
        const stretches = plain.get(column);
        return stretches
          ? doublesOf(bytes, stretches, room.subarray(0, rows))
          : (columns.get(column) ?? room);
      },
      status,
    };
  } catch (error) {
    throw notAPart(name, error);
  }
}

/**
 * Names of the metrics that a part has, in the order of the file: those that its family had when it was computed.
 *
 * @throws {CorruptionError} when the bytes are no part
 */
export function metricsIn(bytes: Uint8Array, name: string): string[] {
  try {
    return metadataOf(bytes).schema.flatMap((element) =>
      element.name.startsWith(metricPrefix) ? [element.name.slice(metricPrefix.length)] : [],
    );
  } catch (error) {
    throw notAPart(name, error);
  }
}

function notAPart(name: string, cause: unknown): CorruptionError {
  return new CorruptionError(
    `${name} cannot be read as a part. Run the same command again: its rows are made anew.`,
    { cause },
  );
}

/** What was read of parts that are still at hand; a view of bytes is of one part as long as it lives. */
const known = new WeakMap<Uint8Array, FileMetaData>();

function metadataOf(bytes: Uint8Array): FileMetaData {
  const metadata = known.get(bytes) ?? parquetMetadata(copied(bytes, footerStart(bytes)));
  known.set(bytes, metadata);
  return metadata;
}

function copied(bytes: Uint8Array, from: number, to: number = bytes.length): ArrayBuffer {
  return bytes.buffer.slice(bytes.byteOffset + from, bytes.byteOffset + to) as ArrayBuffer;
}

/** Doubles that lie in a file one after the other. */
interface Stretch {
  readonly offset: number;
  readonly count: number;
}

/** Bytes that the header of a page takes at most. */
const longestHeader = 64;

/**
 * Where the doubles of a column lie, a stretch a row group. Most columns of a part are a page of plain doubles without
 * nulls, to which a decoder would add nothing but copies; undefined for others.
 *
 * @throws {RangeError} where one would lie outside the file
 */
function stretchesOf(metadata: FileMetaData, name: string, bytes: number): readonly Stretch[] | undefined {
  const index = metadata.schema.findIndex((element) => element.name === name);
  if (metadata.schema[index]?.repetition_type !== "REQUIRED") return undefined;
  const stretches: Stretch[] = [];
  for (const { columns } of metadata.row_groups) {
    const chunk = columns[index - 1]?.meta_data;
    if (chunk?.type !== "DOUBLE" || chunk.codec !== "UNCOMPRESSED" || chunk.encodings.join() !== "PLAIN")
      return undefined;
    const count = Number(chunk.num_values);
    const header = Number(chunk.total_compressed_size) - 8 * count;
    if (header > longestHeader) return undefined; // more than one page
    const offset = Number(chunk.data_page_offset) + header;
    if (header < 0 || offset + 8 * count > bytes) throw new RangeError(`${name} does not lie in the file.`);
    stretches.push({ offset, count });
  }
  return stretches;
}

function doublesOf(bytes: Uint8Array, stretches: readonly Stretch[], into: Float64Array): Float64Array {
  const to = new Uint8Array(into.buffer, into.byteOffset, into.byteLength);
  let at = 0;
  for (const { offset, count } of stretches) {
    to.set(bytes.subarray(offset, offset + 8 * count), at);
    at += 8 * count;
  }
  return into;
}

/** Where the end of a file begins that says what it holds: its last eight bytes begin with the length of what is before. */
function footerStart({ buffer, byteOffset, length }: Uint8Array): number {
  if (length < 8) return 0;
  return Math.max(0, length - 8 - new DataView(buffer, byteOffset + length - 8).getUint32(0, true));
}

function fillDoubles(into: Float64Array, values: DecodedArray, start: number): void {
  for (let i = 0; i < values.length; i++) into[start + i] = values[i] ?? Number.NaN;
}

function fillWords(into: Uint8Array, values: DecodedArray, start: number): void {
  for (let i = 0; i < values.length; i++) {
    const word = statuses.indexOf(values[i]);
    if (word < 0) throw new CorruptionError(`unknown status ${String(values[i])}`);
    into[start + i] = word;
  }
}
