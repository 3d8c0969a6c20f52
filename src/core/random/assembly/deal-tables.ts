import { numberOf } from "./bits";
import { block, low } from "./philox";

// Counts of draws that a symbol's places get, each place on its own, from 16 random bits by a table a number of places. There are tables
// for the digits of that number, of seven bits, as far as the mean of a digit is small: what digits get adds up. A table is made where it
// is first asked for; a set of tables serves one law, and is given up where another comes.

/** Bits of a digit. */
export const digit: u32 = 7;
/** Means up to these have so many columns, and twice as many, four and eight times as many. */
const columns: u32 = 32;
const light: f64 = 4.0;
const middling: f64 = 16.0;
const heavy: f64 = 32.0;
/** Levels of digits: numbers of places have 32 bits. */
const levels: usize = 6;
/** Tables of a level: of digits, and of twice the largest that the last level has. */
const perLevel: usize = 257;

/** Of a column 4 bytes: the upper half is its limit, the lower the count beyond that; `finer` behind them 32 more bits of the limit. */
const finer: usize = 196608;
const setBytes: usize = 2 * finer;
/** Poisson tables, and binomial ones. */
const tables: usize = memory.data(786432, 16);
/** Of a table, in words of 8 bytes, where it is and the bits that number its columns; 0 where it is not made yet. */
const placeBytes: usize = levels * perLevel * 8;
const places: usize = memory.data(24672, 16);
/** What aliases are made from: masses, and columns that have too little and too much. */
const masses: usize = memory.data(2048, 16);
const lists: usize = memory.data(1024, 16);

/** Of each set: its share, its last level, the largest digit there, and where the next table goes. */
const shares: usize = memory.data(16, 16);
const lasts: usize = memory.data(8, 16);
const mosts: usize = memory.data(8, 16);
const ends: usize = memory.data(8, 16);

/** Whether each place gets one draw at most: the set in use, and what is known of it. */
let single: u32 = 0;
let share: f64 = 0;
export let last: u32 = 0;
export let most: u32 = 0;
/** Up to so many places have a table of their own. */
export let alone: u32 = 0;
/** Where the places of the first level's tables are. */
export let firsts: usize = 0;

/**
 * Turns to the tables of a law.
 *
 * @param once whether a place gets a draw with this chance, else a Poisson number of them of this mean
 * @param chance above 0, at most 1; of those that get one at most 1/2
 */
export function openTables(once: bool, chance: f64): void {
  single = u32(once);
  share = chance;
  firsts = places + <usize>single * placeBytes;
  if (load<f64>(shares + (<usize>single << 3)) != chance) renew(chance);
  last = load<u32>(lasts + (<usize>single << 2));
  most = load<u32>(mosts + (<usize>single << 2));
  alone = last == 0 ? most : (1 << digit) - 1;
}

function renew(chance: f64): void {
  store<f64>(shares + (<usize>single << 3), chance);
  memory.fill(firsts, 0, placeBytes);
  let level: u32 = 0;
  let mean = chance;
  while (heavy / mean >= <f64>(1 << digit)) {
    level++;
    mean *= <f64>(1 << digit);
  }
  store<u32>(lasts + (<usize>single << 2), level);
  store<u32>(mosts + (<usize>single << 2), <u32>(heavy / mean));
  store<u32>(ends + (<usize>single << 2), <u32>(tables + <usize>single * setBytes));
}

/** Where the table of a number of a level's units is noted. */
// @ts-ignore: decorator
@inline export function tableOf(level: u32, number: u32): usize {
  return firsts + (<usize>level * perLevel + <usize>number) * 8;
}

/** Makes the table that is to be noted at a place. */
function made(at: usize): u64 {
  const index = <u32>(at - firsts) >> 3;
  const level = index / <u32>perLevel;
  const units = (index % <u32>perLevel) << (digit * level);
  const mean = <f64>units * share;
  const width = mean <= light ? columns : mean <= middling ? 2 * columns : mean <= heavy ? 4 * columns : 8 * columns;
  const table = load<u32>(ends + (<usize>single << 2));
  store<u32>(ends + (<usize>single << 2), table + (width << 2));
  layOut(table, units, mean, width);
  const place = <u64>table | (<u64>(width - 1) << 32);
  store<u64>(at, place);
  return place;
}

/** @source A. J. Walker, An efficient method for generating discrete random variables with general distributions (1977) */
function layOut(table: usize, units: u32, mean: f64, width: u32): void {
  // What lies beyond the last column has less mass than the bits of a limit can tell.
  let mass = single != 0 ? power(1.0 - share, units) : Math.exp(-mean);
  const odds = share / (1.0 - share);
  let few: u32 = 0;
  let many: u32 = width;
  for (let k: u32 = 0; k < width; k++) {
    const scaled = mass * <f64>width;
    store<f64>(masses + (<usize>k << 3), scaled);
    if (scaled < 1.0) store<u32>(lists + (<usize>(few++) << 2), k);
    else store<u32>(lists + (<usize>(--many) << 2), k);
    const rest = units > k ? <f64>(units - k) : 0.0;
    mass *= (single != 0 ? rest * odds : mean) / <f64>(k + 1);
  }
  while (few > 0 && many < width) {
    const less = load<u32>(lists + (<usize>(--few) << 2));
    const more = load<u32>(lists + (<usize>many << 2));
    const own = load<f64>(masses + (<usize>less << 3));
    limit(table, less, <u64>(own * 281474976710656.0), more);
    const rest = load<f64>(masses + (<usize>more << 3)) + own - 1.0;
    store<f64>(masses + (<usize>more << 3), rest);
    if (rest >= 1.0) continue;
    many++;
    store<u32>(lists + (<usize>(few++) << 2), more);
  }
  // Rounding leaves columns that are whole.
  while (few > 0) whole(table, load<u32>(lists + (<usize>(--few) << 2)));
  for (; many < width; many++) whole(table, load<u32>(lists + (<usize>many << 2)));
}

// @ts-ignore: decorator
@inline function whole(table: usize, column: u32): void {
  limit(table, column, 0xffffffffffff, column);
}

/** @param share of 2^48 */
// @ts-ignore: decorator
@inline function limit(table: usize, column: u32, share: u64, beyond: u32): void {
  const at = table + (<usize>column << 2);
  store<u32>(at, (<u32>(share >> 32) << 16) | beyond);
  store<u32>(at + finer, <u32>share);
}

/** x to the n, off by less than n roundings. */
function power(x: f64, n: u32): f64 {
  let result: f64 = 1.0;
  let square = x;
  for (let bits = n; bits != 0; bits >>= 1) {
    if (bits & 1) result *= square;
    square *= square;
  }
  return result;
}

/**
 * The count that the 16 bits at a place stand for: the lower ones find a column, the upper ones mostly say whether to stay there.
 *
 * @param table where it is noted
 * @param at whose element's attempt 1 says so where they do not
 */
// @ts-ignore: decorator
@inline export function tabled(table: usize, at: usize, replicate: u32): u32 {
  let place = load<u64>(table);
  if (place == 0) place = made(table);
  const bits = <u32>load<u16>(at);
  const mask = <u32>(place >> 32);
  const column = bits & mask;
  const entry = load<u32>(<usize>(<u32>place) + (<usize>column << 2));
  // The bits, and the limit, with zeros for those that found the column.
  const upper = bits & ~mask;
  const limit = (entry >> 16) & ~mask;
  if (upper == limit) return decided(<usize>(<u32>place), mask, column, numberOf(at), replicate);
  return select<u32>(column, entry & 65535, upper < limit);
}

function decided(table: usize, mask: u32, column: u32, element: u32, replicate: u32): u32 {
  const at = table + (<usize>column << 2);
  const entry = load<u32>(at);
  block(element, 1, replicate);
  const share = (<u64>((entry >> 16) & mask) << 32) | <u64>load<u32>(at + finer);
  return (low & ((<u64>mask << 32) | 0xffffffff)) < share ? column : entry & 65535;
}
