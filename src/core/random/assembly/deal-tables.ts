import { power } from "./binomial";
import { numberOf } from "./bits";
import { block, low } from "./philox";

// Counts of draws that a symbol's places get, each place on its own, from 16 random bits by a table a number of places. There are tables
// for the digits of that number, of seven bits, as far as the mean of a digit is small: what digits get adds up. A table is made where it
// is first asked for; a set of tables serves one law, and is given up where another comes.

/** Bits of a digit. */
export const digit: u32 = 7;
/** Means up to these have so many columns, then twice as many, and so on. */
const columns: u32 = 16;
const least: f64 = 0.75;
const light: f64 = 4.0;
const middling: f64 = 16.0;
const weighty: f64 = 32.0;
const heavy: f64 = 128.0;
/** Levels of digits: numbers of places have 32 bits. */
const levels: usize = 6;
const perLevel: usize = 1 << digit;

/**
 * Of a column 4 bytes: its limit, in whose lower bits is the number of the column, and the count beyond that; `finer` behind them 32 more
 * bits of the limit.
 */
const finer: usize = 196608;
const setBytes: usize = 2 * finer;
/** Poisson tables, and binomial ones. */
const tables: usize = memory.data(786432, 16);
/** What a table says that is not made yet. */
export const missing: u32 = 0xffff;
/** That table, of one column. */
const unmade: usize = memory.data(16, 16);
/** Of a table, in words of 8 bytes, where it is and the bits that number its columns. */
const placeBytes: usize = levels * perLevel * 8;
const places: usize = memory.data(12288, 16);
/** What aliases are made from: inverses of 1 to 256, and masses. */
const inverses: usize = memory.data(2048, 16);
const masses: usize = memory.data(2048, 16);

/** Of each set: its share, its last level, the largest digit there, and where the next table goes. */
const shares: usize = memory.data(16, 16);
const lasts: usize = memory.data(8, 16);
const mosts: usize = memory.data(8, 16);
const ends: usize = memory.data(8, 16);

/** Whether each place gets one draw at most: the set in use, and what is known of it. */
let single: u32 = 0;
let share: f64 = 0;
/** The last level, above 0, and the largest digit that has a table there. */
export let last: u32 = 0;
export let most: u32 = 0;
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
}

function renew(chance: f64): void {
  store<f64>(shares + (<usize>single << 3), chance);
  for (let at: usize = 0; at < placeBytes; at += 16) v128.store(firsts + at, i64x2.splat(unmade));
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
  let width = columns;
  if (mean > least) width = mean <= light ? 2 * columns : mean <= middling ? 4 * columns : mean <= weighty ? 8 * columns : 16 * columns;
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
  const odds = single != 0 ? share / (1.0 - share) : mean;
  let rest: f64 = single != 0 ? <f64>units : 1.0;
  const less: f64 = single != 0 ? 1.0 : 0.0;
  mass *= <f64>width;
  // Columns of a mass above the mean of all, which is 1, lie side by side.
  let begin: u32 = 0;
  let many: u32 = 0;
  for (let k: u32 = 0; k < width; k++) {
    store<f64>(masses + (<usize>k << 3), mass);
    many += u32(mass >= 1.0);
    begin += u32(many == 0);
    mass *= rest * odds * load<f64>(inverses + (<usize>k << 3));
    // Beyond as many as there are nothing is left: a mass that is 0 stays so.
    rest -= less;
  }
  // What is left of 16 bits, and 32 more, tells a step less than so many apart.
  const steps = <f64>(65536 / width) * 4294967296.0 - 1.0;
  const last = begin + many - 1;
  let giver = begin;
  let left = load<f64>(masses + (<usize>begin << 3));
  for (let i: u32 = 1; i <= width - many; i++) {
    const column = (last + i) & (width - 1);
    const own = load<f64>(masses + (<usize>column << 3));
    limit(table, width, column, own * steps, giver);
    left += own - 1.0;
    // Who gives until it has too little itself is given to by the next.
    for (; left < 1.0 && giver < last; giver++) {
      limit(table, width, giver, left * steps, giver + 1);
      left += load<f64>(masses + (<usize>(giver + 1) << 3)) - 1.0;
    }
  }
  // Rounding leaves columns that are whole.
  for (; giver <= last; giver++) limit(table, width, giver, steps, giver);
}

/** @param steps of the column that are its own */
// @ts-ignore: decorator
@inline function limit(table: usize, width: u32, column: u32, steps: f64, beyond: u32): void {
  const at = table + (<usize>column << 2);
  // 2^52 stands in the exponent while the number of steps becomes whole.
  const whole = reinterpret<u64>(steps + 4503599627370496.0);
  store<u32>(at, ((<u32>(whole >> 32) & 0xffff) * width + column) | (beyond << 16));
  store<u32>(at + finer, <u32>whole);
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
  if (place == <u64>unmade) place = made(table);
  const bits = <u32>load<u16>(at);
  const column = bits & <u32>(place >> 32);
  const entry = <usize>(<u32>place) + (<usize>column << 2);
  const limit = <u32>load<u16>(entry);
  if (bits == limit) return decided(entry, column, numberOf(at), replicate);
  return select<u32>(column, <u32>load<u16>(entry, 2), bits < limit);
}

function decided(entry: usize, column: u32, element: u32, replicate: u32): u32 {
  block(element, 1, replicate);
  return <u32>low < load<u32>(entry + finer) ? column : <u32>load<u16>(entry, 2);
}

/** Computes inverses; called once, when the module is made. */
export function layOutDeals(): void {
  store<u32>(unmade, missing << 16);
  for (let k: u32 = 0; k < 256; k++) store<f64>(inverses + (<usize>k << 3), 1.0 / <f64>(k + 1));
}
