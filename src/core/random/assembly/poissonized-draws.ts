import { blocks } from "./philox";
import { high, large, tabled } from "./poisson-tables";
import { layOutPicks, pick } from "./picks";

// Draws from a pool as large as they are many. Were their number a Poisson one, the symbols' counts would be independent, of means
// that are whole: those are drawn first, and then the few draws that lack are added, or those that are too many taken away.

/** The largest pool: running sums fit into 15 bits, also those of Poisson counts. */
const most: f64 = 30000.0;
/** Pools so many times the symbols cost more than the symbols do one by one, as do pools of a few symbols. */
const times: f64 = 500.0;
const few: u32 = 7;
/** Picks whose bits are made in one go at most. */
const atOnce: u32 = 1024;

/** Whether the weights are counts, as many in all as there are draws; leaves their running sums in `counts` where they are. */
export function isPool(counts: usize, sums: usize, support: u32, draws: f64): bool {
  const total = load<f64>(sums + (<usize>(support - 1) << 3));
  if (!(support > few && total == draws && total <= most && total <= times * <f64>support)) return false;
  let whole = i32x4.splat(-1);
  const end = sums + (<usize>(support & ~1) << 3);
  for (; sums < end; sums += 16, counts += 8) {
    const pair = v128.load(sums);
    const limits = i32x4.trunc_sat_f64x2_s_zero(pair);
    whole = v128.and(whole, f64x2.eq(f64x2.convert_low_i32x4_s(limits), pair));
    v128.store64_lane(counts, limits, 0);
  }
  if (support & 1) store<i32>(counts, <i32>draws);
  return i64x2.all_true(whole);
}

/**
 * @param counts in: running sums of the pool's; out: those of as many draws, as they are
 * @param work memory to write over: 12 bytes a symbol and 8 KiB
 * @source L. Devroye, Non-Uniform Random Variate Generation (1986), XI.1.4: multinomial counts from Poisson ones
 */
export function poissonized(counts: usize, support: u32, draws: u32, work: usize, replicate: u32): void {
  const last = counts + (<usize>support << 2);
  const column = ((<usize>support << 1) + 47) & ~15;
  const bits = work + 3 * column;
  // A mean takes as many numbers as it has large parts, and at most two more where there is enough for both.
  const width = (support + draws / large + draws / (high + 1) + 7) >> 3;
  blocks(bits, replicate, 0, width, width);
  let next = bits;
  let total: u32 = 0;
  let before: u32 = 0;
  // Running sums of the pool and of what is drawn: as yet nobody knows which will be needed.
  for (let at = counts, to = work; at < last; at += 4, to += 2) {
    const upTo = load<u32>(at);
    let mean = upTo - before;
    before = upTo;
    let sum: u32 = 0;
    for (; mean > high; next += 2) {
      const part = mean >= large ? large : high;
      sum += tabled(part, load<u16>(next), <u32>(next - bits) >> 1, replicate);
      mean -= part;
    }
    if (mean > 0) {
      sum += tabled(mean, load<u16>(next), <u32>(next - bits) >> 1, replicate);
      next += 2;
    }
    store<u32>(at, sum);
    total += sum;
    store<u16>(to, <u16>upTo);
    store<u16>(to + column, <u16>total);
  }
  bitsAt = bits;
  blockAt = width;
  left = 0;
  if (total < draws) {
    layOutPicks(work, support, work + 2 * column);
    for (let lacking = draws - total; lacking > 0; lacking--) {
      const at = counts + (<usize>pick(below(draws, lacking, replicate)) << 2);
      store<u32>(at, load<u32>(at) + 1);
    }
  } else if (total > draws) {
    const drawn = work + column;
    layOutPicks(drawn, support, work + 2 * column);
    for (let over = total - draws; over > 0; ) {
      const place = below(total, over, replicate);
      const symbol = <usize>pick(place);
      // Of each symbol those places are gone that are the last of it.
      const at = counts + (symbol << 2);
      const kept = load<u32>(at);
      const begin: u32 = symbol == 0 ? 0 : load<u16>(drawn + (symbol << 1) - 2);
      if (place >= begin + kept) continue;
      store<u32>(at, kept - 1);
      over--;
    }
  }
}

// Bits of picks: where they begin, the block that follows on them, and how many are left, 16 a pick.
let bitsAt: usize = 0;
let blockAt: u32 = 0;
let left: u32 = 0;

/**
 * A uniform integer below a bound.
 *
 * @param wanted so many such integers are still to be had
 * @source D. Lemire, Fast random integer generation in an interval (2019)
 */
// @ts-ignore: decorator
@inline function below(bound: u32, wanted: u32, replicate: u32): u32 {
  let product = taken(wanted, replicate) * bound;
  if ((product & 65535) < bound) {
    const least: u32 = 65536 % bound;
    while ((product & 65535) < least) product = taken(wanted, replicate) * bound;
  }
  return product >> 16;
}

// @ts-ignore: decorator
@inline function taken(wanted: u32, replicate: u32): u32 {
  if (left == 0) make(wanted, replicate);
  left--;
  return load<u16>(bitsAt + (<usize>left << 1));
}

function make(wanted: u32, replicate: u32): void {
  const width = (min(wanted, atOnce) + 63) >> 6 << 3;
  blocks(bitsAt, replicate, blockAt, width, width);
  blockAt += width;
  left = width << 3;
}
