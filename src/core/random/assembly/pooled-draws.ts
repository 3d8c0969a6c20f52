import { block, blocks, low } from "./philox";

// Draws from a small pool of observations that stands in memory one by one: each takes 16 bits and one look.

/** The largest pool, and how many times the draws it may be. */
const largest: f64 = 8192.0;
const times: f64 = 4.0;
/** Draws whose bits are made in one go. */
const atOnce: u32 = 4096;
/** Bytes that the pool takes, eight observations more behind it. */
const poolBytes: usize = 16400;

/** Whether the weights are counts, and so few that a pool of them is worth while; leaves it in `pool` where they are. */
export function isPooled(sums: usize, support: u32, draws: f64, pool: usize): bool {
  const total = load<f64>(sums + (<usize>(support - 1) << 3));
  if (!(total <= largest && total <= times * draws)) return false;
  let from = pool;
  let whole = true;
  for (let i: u32 = 0; i < support; i++, sums += 8) {
    const sum = load<f64>(sums);
    const end = <u32>sum;
    whole = whole && <f64>end == sum;
    const to = pool + (<usize>end << 1);
    const symbol = i16x8.splat(<i16>i);
    // What is written too far is written over by the next.
    do {
      v128.store(from, symbol);
      from += 16;
    } while (from < to);
    from = to;
  }
  return whole;
}

/** @param work begins with the pool */
export function pooled(counts: usize, sums: usize, support: u32, draws: u32, work: usize, replicate: u32): void {
  const total = <u32>load<f64>(sums + (<usize>(support - 1) << 3));
  const words = work + poolBytes;
  const factor = i16x8.splat(<i16>total);
  // Where a product's lower half is below this, its upper one would be too likely.
  const excess: u32 = 65536 % total;
  const least = i16x8.splat(<i16>excess);
  for (let done: u32 = 0; done < draws; done += atOnce) {
    const some = min(draws - done, atOnce);
    const width = (some + 7) >> 3;
    blocks(words, replicate, done >> 3, width, width);
    let i: u32 = 0;
    for (let at = words; i < some; at += 16, i += 8) {
      const bits = v128.load(at);
      const one = i32x4.extmul_low_i16x8_u(bits, factor);
      const two = i32x4.extmul_high_i16x8_u(bits, factor);
      const places = v128.shuffle<i16>(one, two, 1, 3, 5, 7, 9, 11, 13, 15);
      const rest = v128.shuffle<i16>(one, two, 0, 2, 4, 6, 8, 10, 12, 14);
      if (i + 8 > some || v128.any_true(i16x8.lt_u(rest, least))) {
        for (let k: u32 = 0; k < 8 && i + k < some; k++) {
          const product = <u32>load<u16>(at + (<usize>k << 1)) * total;
          const place = (product & 65535) < excess ? again(total, done + i + k, replicate) : product >> 16;
          count(counts, work, place);
        }
        continue;
      }
      const four = <u64>i64x2.extract_lane(places, 0);
      const more = <u64>i64x2.extract_lane(places, 1);
      count(counts, work, <u32>four & 65535);
      count(counts, work, <u32>(four >> 16) & 65535);
      count(counts, work, <u32>(four >> 32) & 65535);
      count(counts, work, <u32>(four >> 48));
      count(counts, work, <u32>more & 65535);
      count(counts, work, <u32>(more >> 16) & 65535);
      count(counts, work, <u32>(more >> 32) & 65535);
      count(counts, work, <u32>(more >> 48));
    }
  }
}

// @ts-ignore: decorator
@inline function count(counts: usize, pool: usize, place: u32): void {
  const at = counts + (<usize>load<u16>(pool + (<usize>place << 1)) << 2);
  store<u32>(at, load<u32>(at) + 1);
}

/** A uniform integer below a bound, from further attempts of a draw. @source D. Lemire, Fast random integer generation in an interval (2019) */
function again(bound: u32, element: u32, replicate: u32): u32 {
  const least: u32 = (0 - bound) % bound;
  let attempt: u32 = 1;
  while (true) {
    block(element, attempt++, replicate);
    const product = <u64>(<u32>low) * <u64>bound;
    if (<u32>product >= least) return <u32>(product >> 32);
  }
}
