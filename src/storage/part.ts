import type { SchemaElement } from "hyparquet";
import type { CohortSlice } from "../core/cell.ts";
import { statuses } from "../core/cohort.ts";
import { NumericalError } from "../core/errors.ts";
import { numericsVersion } from "../core/version.ts";
import { noRow, rowCount, type Segment } from "../core/segment.ts";
import { metadataKey, metricPrefix, type PartFacts } from "./part-facts.ts";
import { PartFile } from "./part-file.ts";
import { keptPlaces, picked, transposed } from "./sparse-rows.ts";

/** Rows of a row group, about: whole chains, and a chunk of doubles is one page of 1 MiB. */
const rowGroupSize = 2 ** 17;

/** Columns of a row group on their way into the file, kept from part to part. */
let room = new ArrayBuffer(0);

const ok = statuses.indexOf("ok");

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
 * @param room memory to put the bytes in, where they fit: a new place for every part is what a collector is kept busy with
 * @throws {NumericalError} naming the metric, chain and generation of a NaN with status ok
 */
export function encodePart(
  slice: CohortSlice,
  metrics: readonly string[],
  segment: Segment,
  notEverywhere: ReadonlySet<string> = new Set(),
  room?: ArrayBuffer,
): Uint8Array {
  const { from, to, count } = segment;
  const generations = to - from + 1;
  const rows = rowCount(segment);
  const nullable = metrics.map((name, index) => {
    const values = segment.metrics[index];
    if (values?.length !== generations * count)
      throw new NumericalError(`${name}: ${values?.length} values for ${generations * count} rows.`);
    return hasNulls(values, segment.status, (at) => {
      if (notEverywhere.has(name)) return;
      const where = `${slice.cell.id}-${slice.first + (at % count)}, generation ${from + Math.floor(at / count)}`;
      throw new NumericalError(
        `${slice.cell.family}: ${name} is not a number in chain ${where}, whose status is ok. This is a defect of the family; report it with the spec.`,
      );
    });
  });
  const about: PartFacts = {
    ...{ numericsVersion, cellId: slice.cell.id, family: slice.cell.family, regime: slice.cell.regime },
    ...{ first: slice.first, count, from, to },
  };
  const expected = expectedBytes(rows, metrics.length);
  const place = room !== undefined && room.byteLength >= expected ? room : new ArrayBuffer(expected);
  const file = new PartFile(columnsOf(metrics, nullable), place, { [metadataKey]: JSON.stringify(about) });
  const most = Math.max(1, Math.floor(rowGroupSize / generations));
  for (let first = 0; first < count; first += most)
    encodeGroup(file, slice, segment, nullable, [first, Math.min(count, first + most)]);
  return file.finish();
}

/** Adds the rows of lanes [begin, end) as a row group. */
function encodeGroup(
  file: PartFile,
  slice: CohortSlice,
  segment: Segment,
  nullable: readonly boolean[],
  [begin, end]: readonly [number, number],
): void {
  const { from, to, count } = segment;
  const generations = to - from + 1;
  const places = (end - begin) * generations;
  if (room.byteLength < 8 * places) room = new ArrayBuffer(8 * places);
  const doubles = new Float64Array(room, 0, places);
  const integers = new Int32Array(room, 0, places);
  const lanes = [begin, end, count] as const;
  const codes = transposed(segment.status, new Uint8Array(places), lanes);
  const kept = keptPlaces(codes);
  const rows = kept?.length ?? places;
  if (rows === 0) return;

  for (let lane = begin; lane < end; lane++)
    integers.fill(slice.first + lane, (lane - begin) * generations, (lane + 1 - begin) * generations);
  file.numbers(picked(integers, kept));
  for (let g = 0; g < generations; g++) integers[g] = from + g;
  repeated(integers, generations);
  file.numbers(picked(integers, kept));
  for (const shared of [segment.trainingSize, segment.realShare]) {
    doubles.set(shared);
    repeated(doubles, generations);
    file.numbers(picked(doubles, kept));
  }
  file.words(picked(codes, kept), statuses);
  for (const [index, values] of segment.metrics.entries()) {
    const column = picked(transposed(values, doubles, lanes), kept);
    if (nullable[index]) file.nullable(column);
    else file.numbers(column);
  }
  file.endGroup(rows);
}

/** Fills an array with what its first entries are, over and over. */
function repeated(values: Float64Array | Int32Array, length: number): void {
  for (let filled = length; filled < values.length; filled *= 2) values.copyWithin(filled, 0, filled);
}

function columnsOf(metrics: readonly string[], nullable: readonly boolean[]): SchemaElement[] {
  const required = { repetition_type: "REQUIRED" } as const;
  return [
    { name: "replicate", type: "INT32", ...required },
    { name: "generation", type: "INT32", ...required },
    { name: "training_size", type: "DOUBLE", ...required },
    { name: "real_share", type: "DOUBLE", ...required },
    { name: "status", type: "BYTE_ARRAY", converted_type: "UTF8", ...required },
    ...metrics.map((name, index): SchemaElement => {
      const repetition_type = nullable[index] ? "OPTIONAL" : "REQUIRED";
      return { name: metricPrefix + name, type: "DOUBLE", repetition_type };
    }),
  ];
}

/** Two integers, two doubles, a word and the metrics of every row, and what surrounds them. */
function expectedBytes(rows: number, metrics: number): number {
  return (
    rows * (2 * 4 + 2 * 8 + 1 + 8 * metrics) + 200 * (metrics + 10) * (1 + Math.ceil(rows / rowGroupSize))
  );
}

/** Whether a value of a row is not a number; `onOk` is told of those whose status is ok. */
function hasNulls(values: Float64Array, status: Uint8Array, onOk: (at: number) => void): boolean {
  let found = false;
  for (let at = 0; at < values.length; at++) {
    if (!Number.isNaN(values[at]) || status[at] === noRow) continue;
    if (status[at] === ok) onOk(at);
    found = true;
  }
  return found;
}
