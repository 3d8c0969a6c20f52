import type { DecodedArray } from "hyparquet";
import { type ColumnSource, parquetWriteBuffer } from "hyparquet-writer";
import type { CohortSlice } from "../core/cell.ts";
import { statuses } from "../core/cohort.ts";
import { NumericalError } from "../core/errors.ts";
import { numericsVersion } from "../core/version.ts";
import { rowCount, type Segment } from "../core/segment.ts";
import { metadataKey, metricPrefix, type PartFacts } from "./part-facts.ts";
import { keptPlaces, picked, transposed } from "./sparse-rows.ts";

/** Rows of a row group: a chunk of doubles is one page of 1 MiB. */
const rowGroupSize = 2 ** 17;

/**
 * A segment as Parquet: rows sorted by (replicate, generation); columns replicate, generation (INT32),
 * training_size, real_share (DOUBLE), status (dictionary of words) and a DOUBLE `m_<name>` a metric, nullable
 * where it has nulls (levels cost time).
 *
 * Doubles keep every bit: -0, subnormal numbers and ±Inf stand as they are (an infinite loss is an answer, not a
 * missing one). A chain that has ended has no rows. NaN becomes null where the status is not ok; with status ok it is a defect and is refused, but for the
 * metrics that say themselves that they are not defined everywhere. Doubles are
 * written plain, since a dictionary would take -0 for 0; nothing is compressed, since a part lives until it is compacted.
 * The bytes are a pure function of the arguments.
 *
 * @param notEverywhere metrics whose NaN is an answer: not defined there
 * @throws {NumericalError} naming the metric, chain and generation of a NaN with status ok
 */
export function encodePart(
  slice: CohortSlice,
  metrics: readonly string[],
  segment: Segment,
  notEverywhere: ReadonlySet<string> = new Set(),
): Uint8Array {
  const generations = segment.to - segment.from + 1;
  const places = generations * segment.count;
  const replicate = new Int32Array(places);
  const generation = new Int32Array(places);
  const trainingSize = new Float64Array(places);
  const realShare = new Float64Array(places);
  const codes = transposed(segment.status, new Uint8Array(places), segment.count);
  for (let lane = 0; lane < segment.count; lane++) {
    const start = lane * generations;
    replicate.fill(slice.first + lane, start, start + generations);
    trainingSize.set(segment.trainingSize, start);
    realShare.set(segment.realShare, start);
    for (let g = 0; g < generations; g++) generation[start + g] = segment.from + g;
  }
  const kept = keptPlaces(codes, rowCount(segment));
  const words = picked(codes, kept);
  const status: string[] = new Array(words.length);
  for (let row = 0; row < words.length; row++) status[row] = statuses[words[row] ?? 0] ?? "ok";

  const plain = { nullable: false, encoding: "PLAIN" } as const;
  const columnData: ColumnSource[] = [
    { name: "replicate", type: "INT32", data: picked(replicate, kept), ...plain },
    { name: "generation", type: "INT32", data: picked(generation, kept), ...plain },
    { name: "training_size", type: "DOUBLE", data: picked(trainingSize, kept), ...plain },
    { name: "real_share", type: "DOUBLE", data: picked(realShare, kept), ...plain },
    { name: "status", type: "STRING", data: status, nullable: false, encoding: "RLE_DICTIONARY" },
  ];
  for (const [index, name] of metrics.entries()) {
    const values = segment.metrics[index];
    if (values?.length !== places)
      throw new NumericalError(`${name}: ${values?.length} values for ${places} rows.`);
    const column = picked(transposed(values, new Float64Array(places), segment.count), kept);
    const data = withNulls(column, notEverywhere.has(name) ? undefined : words, (row) => {
      const place = kept?.[row] ?? row;
      const where = `${slice.cell.id}-${slice.first + Math.floor(place / generations)}, generation ${segment.from + (place % generations)}`;
      return `${slice.cell.family}: ${name} is not a number in chain ${where}, whose status is ok. This is a defect of the family; report it with the spec.`;
    });
    const nullable = data !== column;
    columnData.push({ name: metricPrefix + name, type: "DOUBLE", data, nullable, encoding: "PLAIN" });
  }
  const about: PartFacts = {
    numericsVersion,
    cellId: slice.cell.id,
    family: slice.cell.family,
    regime: slice.cell.regime,
    first: slice.first,
    count: segment.count,
    from: segment.from,
    to: segment.to,
  };
  const buffer = parquetWriteBuffer({
    columnData,
    codec: "UNCOMPRESSED",
    statistics: false,
    rowGroupSize,
    pageSize: 0,
    kvMetadata: [{ key: metadataKey, value: JSON.stringify(about) }],
    createdBy: "ouroboros",
  });
  return new Uint8Array(buffer);
}

/** The column itself where every value is a number; else a copy with null for NaN. */
function withNulls(
  column: Float64Array,
  words: Uint8Array | undefined,
  defect: (row: number) => string,
): DecodedArray {
  let holes = false;
  for (let row = 0; row < column.length; row++) {
    if (!Number.isNaN(column[row])) continue;
    if (words?.[row] === 0) throw new NumericalError(defect(row));
    holes = true;
  }
  if (!holes) return column;
  const values: (number | null)[] = new Array(column.length);
  for (let row = 0; row < column.length; row++) {
    const value = column[row] as number;
    values[row] = Number.isNaN(value) ? null : value;
  }
  return values;
}
