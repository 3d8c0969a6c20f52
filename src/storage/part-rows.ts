import { readColumns } from "./part-columns.ts";
import { metricPrefix, type PartFacts } from "./part-facts.ts";
import { placesOfRows } from "./sparse-rows.ts";

/** The metrics of a part, row by row: for those who pick from it, since nothing is moved about. */
export interface PartRows {
  readonly facts: PartFacts;
  readonly rows: number;
  /** Where each row stands among all, lane · generations + (generation - from); undefined where every place has a row. */
  readonly places: Uint32Array | undefined;
  /**
   * A metric of the family: a value a row, NaN for null, and everywhere where it was computed by a version that did not
   * know the metric. It holds until the next one is asked for.
   */
  readonly metric: (name: string) => Float64Array;
}

/** Where a metric lies that is looked at, kept from part to part. */
let room = new Float64Array(0);

/**
 * Reads the metrics of a part, one after the other: those of two parts are not to be looked at in turns.
 *
 * @throws {CorruptionError} when the bytes are no part
 */
export async function readPartRows(bytes: Uint8Array, name: string): Promise<PartRows> {
  const part = await readColumns(
    bytes,
    name,
    (column, rows, places) =>
      column.startsWith(metricPrefix) ||
      (rows !== places && (column === "replicate" || column === "generation")),
  );
  if (room.length < part.rows) room = new Float64Array(part.rows);
  return {
    facts: part.facts,
    rows: part.rows,
    places: placesOfRows(part),
    metric: (metric) =>
      part.metrics.includes(metric)
        ? part.numbers(metricPrefix + metric, room)
        : room.subarray(0, part.rows).fill(Number.NaN),
  };
}
