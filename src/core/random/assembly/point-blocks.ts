import {
  generation,
  key0,
  key1,
  lower,
  multiplier0,
  multiplier1,
  place,
  rounds,
  transposed,
  upper,
  weyl0,
  weyl1,
} from "./philox";

// Blocks of streams that are looked at here and there: four at once, whatever the words of their counters.

/**
 * Attempt 0 of one block of each of `count` points whose words 0 to 3 stand in four columns of `column` bytes, word 0
 * being an index that is multiplied by `factor` and moved on by `offset`. Blocks are `step` bytes apart. Four at once, so
 * up to three more are written behind, and as many points read.
 */
export function blocksOfPoints(
  to: usize,
  step: usize,
  points: usize,
  column: usize,
  count: u32,
  factor: u32,
  offset: u32,
): void {
  for (const end = points + (<usize>count << 2); points < end; points += 16) {
    const index = i32x4.add(i32x4.mul(v128.load(points), i32x4.splat(factor)), i32x4.splat(offset));
    four(to, step, index, v128.load(points + column), v128.load(points + 2 * column), v128.load(points + 3 * column));
    to += 4 * step;
  }
}

/**
 * The words that points begin with, 8 bytes apart: the first of block `index` or, where two elements share a block, half
 * index & 1 of block index >> 1. Columns are those of {@link blocksOfPoints}. Two times four side by side, since one alone waits
 * for its own products: up to seven more are written behind, and as many points read.
 *
 * @param shared whether two elements share a block
 */
// @ts-ignore: decorator
@inline export function wordsOfPoints(to: usize, points: usize, column: usize, count: u32, shared: bool): void {
  const m0 = i32x4.splat(multiplier0);
  const m1 = i32x4.splat(multiplier1);
  for (const end = points + (<usize>count << 2); points < end; points += 32) {
    const aIndex = v128.load(points);
    const bIndex = v128.load(points, 16);
    let a0 = shared ? i32x4.shr_u(aIndex, 1) : aIndex;
    let b0 = shared ? i32x4.shr_u(bIndex, 1) : bIndex;
    let a1 = v128.load(points + column);
    let b1 = v128.load(points + column, 16);
    let a2 = v128.load(points + 2 * column);
    let b2 = v128.load(points + 2 * column, 16);
    let a3 = v128.load(points + 3 * column);
    let b3 = v128.load(points + 3 * column, 16);
    let k0 = i32x4.splat(key0);
    let k1 = i32x4.splat(key1);
    for (let round = 0; round < rounds; round++) {
      const ap = i64x2.extmul_low_i32x4_u(a0, m0);
      const aq = i64x2.extmul_high_i32x4_u(a0, m0);
      const ar = i64x2.extmul_low_i32x4_u(a2, m1);
      const at = i64x2.extmul_high_i32x4_u(a2, m1);
      a0 = v128.xor(v128.xor(upper(ar, at), a1), k0);
      a1 = lower(ar, at);
      a2 = v128.xor(v128.xor(upper(ap, aq), a3), k1);
      a3 = lower(ap, aq);
      const bp = i64x2.extmul_low_i32x4_u(b0, m0);
      const bq = i64x2.extmul_high_i32x4_u(b0, m0);
      const br = i64x2.extmul_low_i32x4_u(b2, m1);
      const bt = i64x2.extmul_high_i32x4_u(b2, m1);
      b0 = v128.xor(v128.xor(upper(br, bt), b1), k0);
      b1 = lower(br, bt);
      b2 = v128.xor(v128.xor(upper(bp, bq), b3), k1);
      b3 = lower(bp, bq);
      k0 = i32x4.add(k0, i32x4.splat(weyl0));
      k1 = i32x4.add(k1, i32x4.splat(weyl1));
    }
    wordsOf(to, shared, aIndex, a0, a1, a2, a3);
    wordsOf(to + 32, shared, bIndex, b0, b1, b2, b3);
    to += 64;
  }
}

/** Of four blocks the words that are wanted. */
// @ts-ignore: decorator
@inline function wordsOf(to: usize, shared: bool, index: v128, x0: v128, x1: v128, x2: v128, x3: v128): void {
  const later = shared ? i32x4.ne(v128.and(index, i32x4.splat(1)), i32x4.splat(0)) : i32x4.splat(0);
  const low = v128.bitselect(x2, x0, later);
  const high = v128.bitselect(x3, x1, later);
  v128.store(to, v128.shuffle<i32>(low, high, 0, 4, 1, 5));
  v128.store(to, v128.shuffle<i32>(low, high, 2, 6, 3, 7), 16);
}

/**
 * The same attempt of element 0 of `count` replicates, which are `replicate` and the numbers of a list together. Four at once,
 * so up to three more are written behind, and as many numbers read.
 */
export function blocksOfList(to: usize, list: usize, count: u32, attempt: u32, replicate: u32): void {
  const second = i32x4.splat(place | (attempt << 16));
  for (const end = list + (<usize>count << 2); list < end; list += 16) {
    const replicates = i32x4.add(v128.load(list), i32x4.splat(replicate));
    four(to, 16, i32x4.splat(0), second, i32x4.splat(generation), replicates);
    to += 64;
  }
}

/**
 * Four blocks from the words of their counters.
 *
 * @param step bytes from one to the next
 */
// @ts-ignore: decorator
@inline function four(
  to: usize,
  step: usize,
  word0: v128,
  word1: v128,
  word2: v128,
  word3: v128,
): void {
  const m0 = i32x4.splat(multiplier0);
  const m1 = i32x4.splat(multiplier1);
  let x0 = word0;
  let x1 = word1;
  let x2 = word2;
  let x3 = word3;
  let k0 = i32x4.splat(key0);
  let k1 = i32x4.splat(key1);
  for (let round = 0; round < rounds; round++) {
    const p = i64x2.extmul_low_i32x4_u(x0, m0);
    const q = i64x2.extmul_high_i32x4_u(x0, m0);
    const r = i64x2.extmul_low_i32x4_u(x2, m1);
    const t = i64x2.extmul_high_i32x4_u(x2, m1);
    x0 = v128.xor(v128.xor(upper(r, t), x1), k0);
    x1 = lower(r, t);
    x2 = v128.xor(v128.xor(upper(p, q), x3), k1);
    x3 = lower(p, q);
    k0 = i32x4.add(k0, i32x4.splat(weyl0));
    k1 = i32x4.add(k1, i32x4.splat(weyl1));
  }
  transposed(to, step, x0, x1, x2, x3);
}
