import { alignBits, below, bitsRoom, end, moreBits, next, openBits, usedUpTo } from "./bits";
import { alone, digit, firsts, last, most, openTables, tableOf, tabled } from "./deal-tables";
import { layOutPicks, pick, picksRoom } from "./picks";

// Draws from a pool of places, so many of each symbol, with replacement or without. Were the number of draws not given, each place would
// get its own, of its own accord, and so would each symbol: those counts are drawn first. Then draws that lack are added one by one, or
// those that are too many taken away.

/**
 * @param places each symbol's, below 2^31 in all
 * @param counts its draws, `draws` in all; they may stand where the places do
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
  alignBits();
  if (total < draws) {
    layOutPicks(sums, support);
    for (let lacking = draws - total; lacking > 0; ) {
      const place = below(population);
      const symbol = <usize>pick(place);
      const at = counts + (symbol << 2);
      const count = load<u32>(at);
      // Of each symbol those places are taken that are the last of it.
      if (once && place + count >= load<u32>(sums + (symbol << 2))) continue;
      store<u32>(at, count + 1);
      lacking--;
    }
  } else {
    let upTo: u32 = 0;
    for (let i: usize = 0; i < support; i++) {
      upTo += load<u32>(counts + (i << 2));
      store<u32>(sums + (i << 2), upTo);
    }
    layOutPicks(sums, support);
    for (let over = total - draws; over > 0; ) {
      const place = below(total);
      const symbol = <usize>pick(place);
      // Of each symbol those draws are gone that were the last of it.
      const at = counts + (symbol << 2);
      const kept = load<u32>(at);
      const begin: u32 = symbol == 0 ? 0 : load<u32>(sums + (symbol << 2) - 4);
      if (place >= begin + kept) continue;
      store<u32>(at, kept - 1);
      over--;
    }
  }
}

/** Bytes that {@link dealt} writes over. */
// @ts-ignore: decorator
@inline export function dealRoom(support: u32): usize {
  return bitsRoom + (<usize>support << 2) + picksRoom(support);
}

/** Each symbol's count of its own accord, and behind the bits the running sums of the places. @returns the sum of the counts */
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
  const few = alone;
  const tables = firsts;
  let bits = next;
  let limit = end;
  let total: u32 = 0;
  let upTo: u32 = 0;
  const sums = work + bitsRoom;
  const over = <usize>support << 2;
  for (let at: usize = 0; at < over; at += 4) {
    const places = load<u32>(from + at);
    upTo += places;
    store<u32>(sums + at, upTo);
    let count: u32;
    if (places <= few) {
      if (bits == limit) {
        moreBits(1);
        bits = next;
        limit = end;
      }
      count = tabled(tables + (<usize>places << 3), bits, replicate);
      bits += 2;
    } else {
      usedUpTo(bits);
      count = several(places, replicate);
      bits = next;
      limit = end;
    }
    store<u32>(counts + at, count);
    total += count;
  }
  usedUpTo(bits);
  return total;
}

/** The count of more places than one table is for. */
function several(places: u32, replicate: u32): u32 {
  let left = places;
  let count: u32 = 0;
  for (let level: u32 = 0; level < last; level++, left >>= digit)
    count += one(tableOf(level, left & ((1 << digit) - 1)), replicate);
  while (left > 0) {
    const some = left >= 2 * most ? 2 * most : min(left, most);
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
