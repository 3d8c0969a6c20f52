import { alignBits, bitsRoom, end, integers, moreBits, next, openBits, usedUpTo } from "./bits";
import { digit, firsts, last, missing, most, openTables, tableOf, tabled } from "./deal-tables";
import { layOutPicks, pick, picksRoom, upTo } from "./picks";

// Draws from a pool of places, so many of each symbol, with replacement or without. Were the number of draws not given, each place would
// get its own, of its own accord, and so would each symbol: those counts are drawn first. Then draws that lack are added one by one, or
// those that are too many taken away.

/** All bits of the lowest digit. */
const lowest: u32 = (1 << digit) - 1;

/**
 * @param places each symbol's, below 2^31 in all
 * @param counts its draws, `draws` in all; not where the places stand
 * @param draws 1 to `population`, which is the sum of the places
 * @param once whether a place is drawn once at most; at most half of the places are drawn then
 * @param work memory to write over: 9 bytes a symbol and 8 KiB
 * @source L. Devroye, Non-Uniform Random Variate Generation (1986), XI.1.4: multinomial counts from Poisson ones; hypergeometric ones
 *   come of binomial ones in the same way
 */
export function dealt(
  places: usize,
  counts: usize,
  support: u32,
  draws: u32,
  population: u32,
  once: bool,
  work: usize,
  replicate: u32,
): void {
  const sums = work + bitsRoom;
  const total = apart(places, counts, support, <f64>draws / <f64>population, once, work, replicate);
  if (total == draws) return;
  const isLess = total < draws;
  const bound = isLess ? population : total;
  layOutPicks(sums, isLess ? places : counts, support, bound);
  alignBits(bound);
  for (let left = isLess ? draws - total : total - draws; left > 0; ) {
    const some = min(left, atOnce);
    integers(picked, some, bound);
    left -= isLess ? added(counts, some, once) : takenAway(counts, some);
  }
}

/** Places that are picked in one go. */
const atOnce: u32 = 64;
const picked: usize = memory.data(272, 16);

// Nothing is called from here either.

/** @returns how many of the places that are picked were not drawn yet */
function added(counts: usize, some: u32, once: bool): u32 {
  let many: u32 = 0;
  for (let from = picked, end = picked + (<usize>some << 2); from < end; from += 4) {
    const place = load<u32>(from);
    const symbol = <usize>pick(place);
    const at = counts + (symbol << 2);
    const count = load<u32>(at);
    // Of each symbol those places are taken that are the last of it.
    if (once && place + count >= upTo(symbol)) continue;
    store<u32>(at, count + 1);
    many++;
  }
  return many;
}

/** @returns how many of the draws that are picked were there still */
function takenAway(counts: usize, some: u32): u32 {
  let many: u32 = 0;
  for (let from = picked, end = picked + (<usize>some << 2); from < end; from += 4) {
    const place = load<u32>(from);
    const symbol = <usize>pick(place);
    // Of each symbol those draws are gone that were the last of it.
    const at = counts + (symbol << 2);
    const kept = load<u32>(at);
    const begin: u32 = symbol == 0 ? 0 : upTo(symbol - 1);
    if (place >= begin + kept) continue;
    store<u32>(at, kept - 1);
    many++;
  }
  return many;
}

/** Bytes that {@link dealt} writes over. */
// @ts-ignore: decorator
@inline export function dealRoom(support: u32): usize {
  return bitsRoom + max(<usize>support << 3, (<usize>support << 2) + picksRoom(support));
}

/** Each symbol's count of its own accord. @returns the sum of the counts */
function apart(
  from: usize,
  counts: usize,
  support: u32,
  share: f64,
  once: bool,
  work: usize,
  replicate: u32,
): u32 {
  openTables(once, share);
  openBits(work, support + (support >> 2), replicate);
  const list = work + bitsRoom;
  const open = list + (<usize>support << 2);
  const over = from + (<usize>support << 2);
  let total: u32 = 0;
  let listed = list;
  for (let at = from, to = counts; at < over; ) {
    const first = next;
    const bytes = min(over - at, (end - first) << 1);
    undecided = open;
    listed = firstDigits(at, to, at + bytes, first, listed);
    usedUpTo(first + (bytes >> 1));
    let sum = sumOf(to, bytes);
    if (sum >= missing && lookedUp(at, to, bytes, first, replicate)) sum = sumOf(to, bytes);
    total += sum;
    for (let entry = open; entry < undecided; entry += 4) {
      const i = <usize>load<u32>(entry) - at;
      const count = tabled(tableOf(0, load<u32>(at + i) & lowest), first + (i >> 1), replicate);
      total += count - load<u32>(to + i);
      store<u32>(to + i, count);
    }
    at += bytes;
    to += bytes;
    if (at < over) moreBits(<u32>((over - at) >> 2));
  }
  for (let entry = list; entry < listed; entry += 4) {
    const at = <usize>load<u32>(entry);
    const to = counts + (at - from);
    const more = several(load<u32>(at) >> digit, replicate);
    total += more;
    store<u32>(to, load<u32>(to) + more);
  }
  return total;
}

function sumOf(counts: usize, bytes: usize): u32 {
  let four = i32x4.splat(0);
  const over = counts + bytes;
  for (; counts + 16 <= over; counts += 16) four = i32x4.add(four, v128.load(counts));
  let sum = <u32>(i32x4.extract_lane(four, 0) + i32x4.extract_lane(four, 1) + i32x4.extract_lane(four, 2) + i32x4.extract_lane(four, 3));
  for (; counts < over; counts += 4) sum += load<u32>(counts);
  return sum;
}

/** Makes the tables that were missing, and looks up what they say. @returns whether there were any */
function lookedUp(at: usize, to: usize, bytes: usize, bitsAt: usize, replicate: u32): bool {
  let any = false;
  for (let i: usize = 0; i < bytes; i += 4) {
    if (load<u32>(to + i) != missing) continue;
    store<u32>(to + i, tabled(tableOf(0, load<u32>(at + i) & lowest), bitsAt + (i >> 1), replicate));
    any = true;
  }
  return any;
}

/** Where a list ends of those that need more than a look at a table. */
let undecided: usize = 0;

/**
 * What the lowest digits get, as far as tables say so at once. Nothing is called from here, so that what the loop needs stays in registers.
 *
 * @param list gets those that have other digits
 * @returns where that ends
 */
function firstDigits(at: usize, to: usize, upTo: usize, bitsAt: usize, list: usize): usize {
  const tables = firsts;
  for (; at + 16 <= upTo; at += 16, to += 16, bitsAt += 8) {
    const first = load<u32>(at);
    const second = load<u32>(at, 4);
    const third = load<u32>(at, 8);
    const fourth = load<u32>(at, 12);
    store<u32>(to, firstDigit(tables, first, load<u16>(bitsAt), at));
    store<u32>(to, firstDigit(tables, second, load<u16>(bitsAt, 2), at + 4), 4);
    store<u32>(to, firstDigit(tables, third, load<u16>(bitsAt, 4), at + 8), 8);
    store<u32>(to, firstDigit(tables, fourth, load<u16>(bitsAt, 6), at + 12), 12);
    if ((first | second | third | fourth) > lowest) {
      store<u32>(list, <u32>at);
      list += <usize>(first > lowest) << 2;
      store<u32>(list, <u32>at + 4);
      list += <usize>(second > lowest) << 2;
      store<u32>(list, <u32>at + 8);
      list += <usize>(third > lowest) << 2;
      store<u32>(list, <u32>at + 12);
      list += <usize>(fourth > lowest) << 2;
    }
  }
  for (; at < upTo; at += 4, to += 4, bitsAt += 2) {
    const places = load<u32>(at);
    store<u32>(to, firstDigit(tables, places, load<u16>(bitsAt), at));
    store<u32>(list, <u32>at);
    list += <usize>(places > lowest) << 2;
  }
  return list;
}

/** The same of one symbol. */
// @ts-ignore: decorator
@inline function firstDigit(tables: usize, places: u32, bits: u32, at: usize): u32 {
  const place = load<u64>(tables + (<usize>(places & lowest) << 3));
  const column = bits & <u32>(place >> 32);
  const entry = load<u32>(<usize>(<u32>place) + (<usize>column << 2));
  const limit = entry & 0xffff;
  if (bits == limit) {
    store<u32>(undecided, <u32>at);
    undecided += 4;
  }
  return select<u32>(column, entry >> 16, bits < limit);
}

/** What the digits above the lowest get. */
function several(places: u32, replicate: u32): u32 {
  let left = places;
  let count: u32 = 0;
  for (let level: u32 = 1; level < last; level++, left >>= digit) count += one(tableOf(level, left & lowest), replicate);
  while (left > 0) {
    const some = min(left, most);
    count += one(tableOf(last, some), replicate);
    left -= some;
  }
  return count;
}

// @ts-ignore: decorator
@inline function one(table: usize, replicate: u32): u32 {
  if (next >= end) moreBits(1);
  const at = next;
  usedUpTo(at + 2);
  return tabled(table, at, replicate);
}

/**
 * Counts of a uniform choice of places, none of them twice, symbol by symbol.
 *
 * @param chosen 0 to `population`
 * @param work as of {@link dealt}
 */
export function chosenPlaces(
  places: usize,
  counts: usize,
  support: u32,
  chosen: u32,
  population: u32,
  work: usize,
  replicate: u32,
): void {
  // The fewer of those that are chosen and those that are not are dealt.
  const rest = population - chosen;
  const left = rest < chosen;
  const draws = left ? rest : chosen;
  if (draws > 0) dealt(places, counts, support, draws, population, true, work, replicate);
  else memory.fill(counts, 0, <usize>support << 2);
  if (!left) return;
  for (let at: usize = 0, over = <usize>support << 2; at < over; at += 4)
    store<u32>(counts + at, load<u32>(places + at) - load<u32>(counts + at));
}
