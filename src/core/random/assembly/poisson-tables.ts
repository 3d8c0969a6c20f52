import { block, low } from "./philox";

// Poisson counts of whole means from one word each, by a table a mean.

/** Every mean up to `high` has a table, of `narrow` columns up to `lowest` and of `middling` above, and `large` has one. */
const lowest: u32 = 16;
export const high: u32 = 32;
export const large: u32 = 64;
const narrow: u32 = 64;
const middling: u32 = 128;
const wide: u32 = 256;

/** Of a column 8 bytes: the upper 48 bits are its limit, the lower 16 the count beyond that. */
const tables: usize = memory.data(26624, 16);
/** Of a mean, in words of 8 bytes, where its table is and the bits that number its columns. */
const places: usize = memory.data(520, 16);
/** What aliases are made from: masses, and columns that have too little and too much. */
const masses: usize = memory.data(2048, 16);
const lists: usize = memory.data(1024, 16);

/** Computes the tables; called once, when the module is made. */
export function layOutPoissonTables(): void {
  let table = tables;
  for (let mean: u32 = 1; mean <= large; mean++) {
    if (mean > high && mean < large) continue;
    const columns = mean <= lowest ? narrow : mean <= high ? middling : wide;
    store<u32>(places + (<usize>mean << 3), <u32>table);
    store<u32>(places + (<usize>mean << 3), columns - 1, 4);
    layOut(table, mean, columns);
    table += <usize>columns << 3;
  }
}

/** @source A. J. Walker, An efficient method for generating discrete random variables with general distributions (1977) */
function layOut(table: usize, mean: u32, columns: u32): void {
  // What lies beyond the last column has less mass than a word can tell.
  let mass = Math.exp(-<f64>mean);
  let few: u32 = 0;
  let many: u32 = columns;
  for (let k: u32 = 0; k < columns; k++) {
    const scaled = mass * <f64>columns;
    store<f64>(masses + (<usize>k << 3), scaled);
    if (scaled < 1.0) store<u32>(lists + (<usize>(few++) << 2), k);
    else store<u32>(lists + (<usize>(--many) << 2), k);
    mass *= <f64>mean / <f64>(k + 1);
  }
  while (few > 0 && many < columns) {
    const less = load<u32>(lists + (<usize>(--few) << 2));
    const more = load<u32>(lists + (<usize>many << 2));
    const own = load<f64>(masses + (<usize>less << 3));
    limit(table, less, own, more);
    const rest = load<f64>(masses + (<usize>more << 3)) + own - 1.0;
    store<f64>(masses + (<usize>more << 3), rest);
    if (rest >= 1.0) continue;
    many++;
    store<u32>(lists + (<usize>(few++) << 2), more);
  }
  // Rounding leaves columns that are whole.
  while (few > 0) whole(table, load<u32>(lists + (<usize>(--few) << 2)));
  for (; many < columns; many++) whole(table, load<u32>(lists + (<usize>many << 2)));
}

// @ts-ignore: decorator
@inline function limit(table: usize, column: u32, share: f64, beyond: u32): void {
  store<u64>(table + (<usize>column << 3), (<u64>(share * 281474976710656.0) << 16) | beyond);
}

// @ts-ignore: decorator
@inline function whole(table: usize, column: u32): void {
  store<u64>(table + (<usize>column << 3), (<u64>0xffffffffffff << 16) | column);
}

/**
 * The Poisson count that 16 bits stand for: the lower ones find a column, the upper ones mostly say whether to stay there.
 *
 * @param mean 1 to 32, or 64
 * @param element whose attempt 1 says so where they do not
 */
// @ts-ignore: decorator
@inline export function tabled(mean: u32, bits: u32, element: u32, replicate: u32): u32 {
  const place = load<u64>(places + (<usize>mean << 3));
  const mask = <u32>(place >> 32);
  const column = bits & mask;
  const entry = load<u64>(<usize>(<u32>place) + (<usize>column << 3));
  // The bits, and the limit, with zeros for those that found the column.
  const upper = bits & ~mask;
  const limit = <u32>(entry >> 48) & ~mask;
  if (upper == limit) return decided(mask, entry, column, element, replicate);
  return select<u32>(column, <u32>entry & 65535, upper < limit);
}

function decided(mask: u32, entry: u64, column: u32, element: u32, replicate: u32): u32 {
  block(element, 1, replicate);
  const kept = (<u64>mask << 48) | 0xffffffff0000;
  return (low & kept) < (entry & kept) ? column : <u32>entry & 65535;
}
