import { noRow } from "../core/segment.ts";
import type { PartColumns } from "./part-columns.ts";

/** Doubles of eight cache lines: neighbours come from the memory together. */
const lanesAtOnce = 64;

// A segment has a place for every lane and generation; where chains have ended, a part has rows for some of them.

/** The places that have a row, ascending; undefined where all have one. */
export function keptPlaces(status: Uint8Array): Uint32Array | undefined {
  const left = status.reduce((sum, word) => (word === noRow ? sum - 1 : sum), status.length);
  if (left === status.length) return undefined;
  const kept = new Uint32Array(left);
  let at = 0;
  for (let place = 0; place < status.length; place++) if (status[place] !== noRow) kept[at++] = place;
  return kept;
}

/** The values at those places; the column itself where all are kept. */
export function picked<Values extends Float64Array | Int32Array | Uint8Array>(
  column: Values,
  kept: Uint32Array | undefined,
): Values {
  if (kept === undefined) return column;
  const values = column.slice(0, kept.length) as Values;
  for (let row = 0; row < kept.length; row++) values[row] = column[kept[row] as number] as number;
  return values;
}

/** The places of a part's rows, ascending; undefined where every place has a row. */
export function placesOfRows({ facts, rows, numbers }: PartColumns): Uint32Array | undefined {
  const generations = facts.to - facts.from + 1;
  if (rows === generations * facts.count) return undefined;
  const generation = numbers("generation");
  return Uint32Array.from(
    numbers("replicate"),
    (replicate, row) => (replicate - facts.first) * generations + (generation[row] as number) - facts.from,
  );
}

/** The reverse of {@link picked}: the values back at their places, `empty` elsewhere. */
export function placed<Values extends Float64Array | Uint8Array>(
  values: Values,
  kept: Uint32Array | undefined,
  places: Values,
  empty: number,
): Values {
  if (kept === undefined) return values;
  places.fill(empty);
  for (let row = 0; row < kept.length; row++) places[kept[row] as number] = values[row] as number;
  return places;
}

/** One value a generation from a column of places: every lane has the same, but for lanes that have ended. */
export function sharedValues(column: Float64Array, generations: number): Float64Array {
  const shared = column.slice(0, generations);
  if (!shared.some(Number.isNaN)) return shared;
  for (let place = generations; place < column.length; place++) {
    const generation = place % generations;
    if (Number.isNaN(shared[generation])) shared[generation] = column[place] as number;
  }
  return shared;
}

/**
 * Turns rows of values, one a lane, into a column of each lane.
 *
 * @param lanes those to be taken, from the first to before the last, of how many in a row
 * @returns as many values of each lane as there are rows, in `into`
 */
export function transposed<Values extends Float64Array | Uint8Array>(
  from: Values,
  into: Values,
  [begin, end, width]: readonly [begin: number, end: number, width: number],
): Values {
  const height = from.length / width;
  // A few lanes at a time: what is read together lies together.
  for (let first = begin; first < end; first += lanesAtOnce) {
    const last = Math.min(end, first + lanesAtOnce);
    for (let row = 0; row < height; row++)
      for (let lane = first; lane < last; lane++)
        into[(lane - begin) * height + row] = from[row * width + lane] as number;
  }
  return into;
}
