import { residentBytes } from "./kernel.ts";

/** A law on symbols that never changes, as the module draws from it. */
export interface Urn {
  /** Columns of an alias table are two to this power. */
  readonly power: number;
  readonly symbols: number;
  /** Words of the table, as assembly/urns.ts has them, and the probabilities. */
  readonly values: Float64Array;
}

/**
 * The alias table of a law; nothing where it does not fit into what the module keeps.
 *
 * @param probabilities of which the sum is 1
 * @source A. J. Walker, An efficient method for generating discrete random variables with general distributions (1977)
 */
export function urnOf(probabilities: Float64Array): Urn | undefined {
  const symbols = probabilities.length;
  // A table of two columns at least has whole doubles.
  let power = 1;
  let columns = 2;
  for (; columns < symbols; columns *= 2) power++;
  const bytes = 12 * columns + 8 * symbols;
  if (bytes > residentBytes) return undefined;
  const values = new Float64Array(bytes / 8);
  values.set(probabilities, (12 * columns) / 8);
  const words = new Uint32Array(values.buffer);
  const masses = new Float64Array(columns);
  const few: number[] = [];
  const many: number[] = [];
  for (let column = 0; column < columns; column++) {
    const mass = (probabilities[column] ?? 0) * columns;
    masses[column] = mass;
    (mass < 1 ? few : many).push(column);
  }
  while (few.length > 0 && many.length > 0) {
    const less = few.pop()!;
    const more = many.at(-1)!;
    limit(words, columns, less, masses[less]!, more);
    masses[more]! += masses[less]! - 1;
    if (masses[more]! >= 1) continue;
    many.pop();
    few.push(more);
  }
  // Rounding leaves columns that are whole.
  for (const column of [...few, ...many]) limit(words, columns, column, almost, column);
  return { power, symbols, values };
}

/** The largest share below 1. */
const almost = 1 - 2 ** -53;

/** @param share of the column that its own symbol has */
function limit(words: Uint32Array, columns: number, column: number, share: number, beyond: number): void {
  const scaled = Math.max(0, share) * (2 ** 32 / columns);
  const upper = Math.floor(scaled);
  words[2 * column] = upper * columns + column;
  words[2 * column + 1] = beyond;
  words[2 * columns + column] = Math.floor((scaled - upper) * 2 ** 32);
}
