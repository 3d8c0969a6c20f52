import { block, blocks, low } from "./philox";

/**
 * A uniform subset of 0 … population - 1 without replacement, n >= 1 of them in ascending order, by Floyd's algorithm:
 * every subset of that size is equally likely. The set so far is a bitmap.
 *
 * @param bitmap `population` bits, all 0; left so
 * @source Bentley, Floyd: A sample of brilliance (1987); bounded integers after Lemire (2019), without bias
 */
export function subset(out: usize, scratch: usize, bitmap: usize, population: u32, n: u32, replicate: u32): void {
  const width = (n + 3) >> 2;
  blocks(scratch, replicate, 0, width, width);
  choose(true, out, scratch, bitmap, population, n, replicate);
  const end = bitmap + ((<usize>population + 31) >> 5 << 2);
  let to = out;
  for (let at = bitmap; at < end; at += 4) {
    let bits = load<u32>(at);
    if (bits == 0) continue;
    store<u32>(at, 0);
    const first = <u32>(at - bitmap) << 3;
    for (; bits != 0; bits &= bits - 1, to += 4) store<u32>(to, first + <u32>ctz(bits));
  }
}

/**
 * The subset from its blocks, in the order of choosing; it is left in the map too.
 *
 * @param bits whether that has a bit a number, else a byte
 */
// @ts-ignore: decorator
@inline function choose(
  bits: bool,
  out: usize,
  words: usize,
  map: usize,
  population: u32,
  n: u32,
  replicate: u32,
): void {
  for (let i: u32 = 0; i < n; i++) {
    const last = population - n + i;
    let choice = below(load<u32>(words + (<usize>i << 2)), last + 1, i, replicate);
    if (taken(bits, map, choice)) choice = last;
    take(bits, map, choice);
    store<u32>(out + (<usize>i << 2), choice);
  }
}

/**
 * The same subsets of `lanes` replicates one after the other, n each, in the order of choosing.
 *
 * @param scratch blocks of all of them
 * @param map `population` bits or bytes, all 0; left so
 * @param bits whether bits
 */
export function subsets(
  out: usize,
  scratch: usize,
  map: usize,
  population: u32,
  n: u32,
  replicate: u32,
  lanes: u32,
  bits: bool,
): void {
  const width = (n + 3) >> 2;
  blocks(scratch, replicate, 0, width, width * lanes);
  for (let lane: u32 = 0; lane < lanes; lane++) {
    const end = out + (<usize>n << 2);
    if (bits) {
      choose(true, out, scratch, map, population, n, replicate + lane);
      for (; out < end; out += 4) store<u32>(map + (<usize>(load<u32>(out) >> 5) << 2), 0);
    } else {
      choose(false, out, scratch, map, population, n, replicate + lane);
      for (; out < end; out += 4) store<u8>(map + <usize>load<u32>(out), 0);
    }
    scratch += <usize>width << 4;
  }
}

// @ts-ignore: decorator
@inline function taken(bits: bool, map: usize, choice: u32): bool {
  if (!bits) return load<u8>(map + <usize>choice) != 0;
  return ((load<u32>(map + (<usize>(choice >> 5) << 2)) >> (choice & 31)) & 1) != 0;
}

// @ts-ignore: decorator
@inline function take(bits: bool, map: usize, choice: u32): void {
  if (!bits) {
    store<u8>(map + <usize>choice, 1);
    return;
  }
  const at = map + (<usize>(choice >> 5) << 2);
  store<u32>(at, load<u32>(at) | (1 << (choice & 31)));
}

const vacant: u32 = 0xffffffff;

/**
 * The same subset where it is sparse: the set so far is a table of 2n places and n more behind them, in which a number
 * stands at its share of the population or in the next place that was vacant, so that few are out of order.
 *
 * @param out n words, and one that is written over
 * @param table 3n words
 */
export function sparseSubset(out: usize, scratch: usize, table: usize, population: u32, n: u32, replicate: u32): void {
  const width = (n + 3) >> 2;
  blocks(scratch, replicate, 0, width, width);
  memory.fill(table, 0xff, <usize>n * 12);
  const spread = (<u64>n << 33) / <u64>population;
  for (let i: u32 = 0; i < n; i++) {
    const last = population - n + i;
    const choice = below(load<u32>(scratch + (<usize>i << 2)), last + 1, i, replicate);
    if (!placed(table, spread, choice)) placed(table, spread, last);
  }
  const end = table + <usize>n * 12;
  let to = out;
  for (let at = table; at < end; at += 4) {
    const number = load<u32>(at);
    store<u32>(to, number);
    to += <usize>(number != vacant) << 2;
  }
  for (let at = out + 4; at < to; at += 4) {
    const number = load<u32>(at);
    let place = at;
    for (; place > out && load<u32>(place - 4) > number; place -= 4) store<u32>(place, load<u32>(place - 4));
    store<u32>(place, number);
  }
}

/** Puts a number into the table; false where it stands there already. */
// @ts-ignore: decorator
@inline function placed(table: usize, spread: u64, number: u32): bool {
  let at = table + (<usize>((<u64>number * spread) >> 32) << 2);
  for (; load<u32>(at) != vacant; at += 4) if (load<u32>(at) == number) return false;
  store<u32>(at, number);
  return true;
}

/** A uniform integer below `bound`, from 32 random bits and, rarely, further attempts of the element. */
// @ts-ignore: decorator
@inline function below(bits: u32, bound: u32, element: u32, replicate: u32): u32 {
  let product = <u64>bits * <u64>bound;
  if (<u32>product < bound) {
    const least: u32 = (0 - bound) % bound;
    for (let attempt: u32 = 1; <u32>product < least; attempt++) {
      block(element, attempt, replicate);
      product = <u64>(<u32>low) * <u64>bound;
    }
  }
  return <u32>(product >> 32);
}
