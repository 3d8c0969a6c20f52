import { type DecodedArray, parquetMetadata, parquetRead } from "hyparquet";
import { statuses } from "../core/cohort.ts";
import { CorruptionError } from "../core/errors.ts";
import { metadataKey, metricPrefix, type PartFacts } from "./part-facts.ts";

/** Columns of a part, as they lie in the file: by (replicate, generation). */
export interface PartColumns {
  readonly facts: PartFacts;
  readonly rows: number;
  /** The metrics that were asked for, in the order of the file. */
  readonly metrics: readonly string[];
  /** A column of numbers by its name in the file; null as NaN. */
  readonly numbers: (column: string) => Float64Array;
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
    const file = wholeBuffer(bytes);
    const metadata = parquetMetadata(file);
    const text = metadata.key_value_metadata?.find(({ key }) => key === metadataKey)?.value ?? "";
    const facts = JSON.parse(text) as PartFacts;
    const rows = Number(metadata.num_rows);
    const places = (facts.to - facts.from + 1) * facts.count;
    const names = metadata.schema
      .slice(1)
      .map((element) => element.name)
      .filter((column) => isWanted(column, rows, places));
    const columns = new Map<string, Float64Array>();
    const status = new Uint8Array(names.includes("status") ? rows : 0);
    await parquetRead({
      file,
      metadata,
      columns: names,
      onChunk({ columnName, columnData, rowStart }) {
        if (columnName === "status") fillWords(status, columnData, rowStart);
        else if (columnData instanceof Float64Array && columnData.length === rows)
          columns.set(columnName, columnData);
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
      numbers: (column) => columns.get(column) ?? new Float64Array(rows),
      status,
    };
  } catch (error) {
    throw new CorruptionError(
      `${name} cannot be read as a part. Run the same command again: its rows are made anew.`,
      { cause: error },
    );
  }
}

/** The bytes as a buffer of their own, copied only where they are a window on a larger one. */
function wholeBuffer({ buffer, byteOffset, byteLength }: Uint8Array): ArrayBuffer {
  if (buffer instanceof ArrayBuffer && byteLength === buffer.byteLength) return buffer;
  return buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
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
