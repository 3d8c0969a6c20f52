import type { Segment } from "../core/segment.ts";
import { noRow } from "../core/segment.ts";
import { readColumns } from "./part-columns.ts";
import { metricPrefix, type PartFacts } from "./part-facts.ts";
import { placed, placesOfRows, sharedValues, transposed } from "./sparse-rows.ts";

/** A part read back: what `encodePart` was given. */
export interface DecodedPart {
  readonly facts: PartFacts;
  readonly metrics: readonly string[];
  readonly segment: Segment;
}

/**
 * Reads a part back into the arrays it was made from (null as NaN).
 *
 * @param only the metrics to read; all of them where absent
 * @throws {CorruptionError} when the bytes are no part
 */
export async function decodePart(
  bytes: Uint8Array,
  name: string,
  only?: readonly string[],
): Promise<DecodedPart> {
  const part = await readColumns(
    bytes,
    name,
    (column) =>
      !column.startsWith(metricPrefix) || (only?.includes(column.slice(metricPrefix.length)) ?? true),
  );
  const { facts, metrics } = part;
  const { from, to, count } = facts;
  const generations = to - from + 1;
  const places = generations * count;
  const kept = placesOfRows(part);
  const ofPlaces = (column: string): Float64Array =>
    placed(part.numbers(column), kept, new Float64Array(places), Number.NaN);
  const byGeneration = <Values extends Float64Array | Uint8Array>(values: Values, into: Values): Values =>
    transposed(values, into, [0, generations, generations]);
  const status = placed(part.status, kept, new Uint8Array(places), noRow);
  return {
    facts,
    metrics,
    segment: {
      from,
      to,
      count,
      metrics: metrics.map((metric) =>
        byGeneration(ofPlaces(metricPrefix + metric), new Float64Array(places)),
      ),
      status: byGeneration(status, new Uint8Array(places)),
      trainingSize: sharedValues(ofPlaces("training_size"), generations),
      realShare: sharedValues(ofPlaces("real_share"), generations),
    },
  };
}
