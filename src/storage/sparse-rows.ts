import { noRow } from "../core/segment.ts";
import type { PartColumns } from "./part-columns.ts";

// A segment has a place for every lane and generation; where chains have ended, a part has rows for some of them.

/** The places that have a row, ascending; undefined where all have one. */
export function keptPlaces(status: Uint8Array, rows: number): Uint32Array | undefined {
  if (rows === status.length) return undefined;
  const kept = new Uint32Array(rows);
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

/** Turns rows of `width` values into columns of them. */
export function transposed<Values extends Float64Array | Uint8Array>(
  from: Values,
  into: Values,
  width: number,
): Values {
  const height = from.length / width;
  let at = 0;
  for (let column = 0; column < width; column++)
    for (let row = 0, source = column; row < height; row++, source += width)
      into[at++] = from[source] as number;
  return into;
}
