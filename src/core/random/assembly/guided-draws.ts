import { openPair } from "./open";
import { blocks } from "./philox";

// Draws of any law by inversion: a guide tells for equal slots of the unit interval with which symbol the search begins.

/** Slots a symbol, at least. */
const slots: u32 = 2;
/** Draws whose bits are made in one go. */
const atOnce: u32 = 1024;

/**
 * @param work memory to write over: 20 bytes a symbol and 32 KiB
 * @source H.-C. Chen, Y. Asau: On generating random variates from an empirical distribution (1974)
 */
export function guided(counts: usize, sums: usize, support: u32, draws: u32, work: usize, replicate: u32): void {
  memory.fill(counts, 0, <usize>support << 2);
  const last = sums + (<usize>(support - 1) << 3);
  const total = load<f64>(last);
  const width: u32 = 1 << (32 - clz(slots * support - 1));
  layOut(work, sums, support, total, width);
  const words = work + ((<usize>width + 4) << 2);
  const factor = f64x2.splat(total);
  const scale = f64x2.splat(<f64>width);
  // So that no rounding leads past the last symbol.
  store<f64>(last, Infinity);
  for (let done: u32 = 0; done < draws; done += atOnce) {
    const some = min(draws - done, atOnce);
    const many = (some + 1) >> 1;
    blocks(words, replicate, done >> 1, many, many);
    for (let at = words, end = words + (<usize>some << 3); at < end; at += 16) {
      const u = openPair(v128.load(at));
      const target = f64x2.mul(u, factor);
      const slot = i32x4.trunc_sat_f64x2_u_zero(f64x2.mul(u, scale));
      count(counts, sums, work, <u32>i32x4.extract_lane(slot, 0), f64x2.extract_lane(target, 0));
      if (at + 8 < end) count(counts, sums, work, <u32>i32x4.extract_lane(slot, 1), f64x2.extract_lane(target, 1));
    }
  }
  store<f64>(last, total);
}

/** Up to three slots more are written behind. */
function layOut(guide: usize, sums: usize, support: u32, total: f64, width: u32): void {
  const scale = <f64>width / total;
  const end = guide + (<usize>width << 2);
  let from = guide;
  for (let i: u32 = 0; i + 1 < support; i++, sums += 8) {
    const to = min(end, guide + (<usize>Math.ceil(load<f64>(sums) * scale) << 2));
    const symbol = i32x4.splat(i);
    for (; from < to; from += 16) v128.store(from, symbol);
    from = to;
  }
  for (const symbol = i32x4.splat(support - 1); from < end; from += 16) v128.store(from, symbol);
}

// @ts-ignore: decorator
@inline function count(counts: usize, sums: usize, guide: usize, slot: u32, target: f64): void {
  let i = load<u32>(guide + (<usize>slot << 2));
  // Most slots have one limit in them at most: no branch to be guessed.
  i += u32(target >= load<f64>(sums + (<usize>i << 3)));
  while (target >= load<f64>(sums + (<usize>i << 3))) i++;
  const at = counts + (<usize>i << 2);
  store<u32>(at, load<u32>(at) + 1);
}
