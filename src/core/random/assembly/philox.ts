/**
 * Philox 4x32-10, a counter-based generator: block = bijection of a 128-bit counter under a 64-bit key.
 *
 * The counter of a block, fixed for ever (a change here is a change of every number):
 *
 *     word 0   element (32 bits)
 *     word 1   part (8 bits) | draw (8 bits) << 8 | attempt (16 bits) << 16
 *     word 2   generation (32 bits)
 *     word 3   replicate (32 bits)
 *
 * Attempt 0 belongs to whole batches; where a law rejects what it got, it takes the same element's further attempts.
 * Laws that need one 64-bit word an element find element e in half e & 1 of block e >> 1 of attempt 0. Laws that give a
 * lane one number alone have one word in it, which is half r & 1 of attempt 0 of element 0, replicate r being r >> 1 there.
 *
 * @source Salmon, Moraes, Dror, Shaw: Parallel random numbers: as easy as 1, 2, 3 (SC 2011), Section 4.3
 */

export const multiplier0: u32 = 0xd2511f53;
export const multiplier1: u32 = 0xcd9e8d57;
export const weyl0: u32 = 0x9e3779b9;
export const weyl1: u32 = 0xbb67ae85;
export const rounds = 10;
/** Up to so many blocks are made one by one. */
const few: u32 = 2;

export let key0: u32 = 0;
export let key1: u32 = 0;
export let place: u32 = 0;
export let generation: u32 = 0;

/** Sets the stream that later calls draw from, up to the replicate. */
export function address(first: u32, second: u32, part: u32, draw: u32, at: u32): void {
  key0 = first;
  key1 = second;
  place = (part & 255) | ((draw & 255) << 8);
  generation = at;
}

/** The two 64-bit words of the block that `block` computed last. */
export let low: u64 = 0;
export let high: u64 = 0;

/** One block, for the rare further attempts. */
export function block(element: u32, attempt: u32, replicate: u32): void {
  let x0 = element;
  let x1 = place | (attempt << 16);
  let x2 = generation;
  let x3 = replicate;
  let k0 = key0;
  let k1 = key1;
  for (let round = 0; round < rounds; round++) {
    const p = <u64>x0 * multiplier0;
    const q = <u64>x2 * multiplier1;
    x0 = <u32>(q >> 32) ^ x1 ^ k0;
    x1 = <u32>q;
    x2 = <u32>(p >> 32) ^ x3 ^ k1;
    x3 = <u32>p;
    k0 += weyl0;
    k1 += weyl1;
  }
  low = <u64>x0 | (<u64>x1 << 32);
  high = <u64>x2 | (<u64>x3 << 32);
}

/** High halves of eight-lane products in two registers. */
// @ts-ignore: decorator
@inline export function upper(p: v128, q: v128): v128 {
  return v128.shuffle<i32>(p, q, 1, 3, 5, 7);
}

// @ts-ignore: decorator
@inline export function lower(p: v128, q: v128): v128 {
  return v128.shuffle<i32>(p, q, 0, 2, 4, 6);
}

/** Four blocks, held word by word, written block by block, `step` bytes apart. */
// @ts-ignore: decorator
@inline export function transposed(to: usize, step: usize, x0: v128, x1: v128, x2: v128, x3: v128): void {
  const a = v128.shuffle<i32>(x0, x1, 0, 4, 1, 5);
  const b = v128.shuffle<i32>(x0, x1, 2, 6, 3, 7);
  const c = v128.shuffle<i32>(x2, x3, 0, 4, 1, 5);
  const d = v128.shuffle<i32>(x2, x3, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<i64>(a, c, 0, 2));
  v128.store(to + step, v128.shuffle<i64>(a, c, 1, 3));
  v128.store(to + 2 * step, v128.shuffle<i64>(b, d, 0, 2));
  v128.store(to + 3 * step, v128.shuffle<i64>(b, d, 1, 3));
}

// Words 1 and 2 of attempt 0 are the same in all blocks of an address, and with them two products of rounds 1 and 2.
let mask1: u32 = 0;
let mask2: u32 = 0;
let word3: u32 = 0;

function beforehand(): void {
  const first = <u64>generation * multiplier1;
  const second = <u64>(<u32>(first >> 32) ^ place ^ key0) * multiplier0;
  mask1 = <u32>first ^ (key0 + weyl0);
  mask2 = <u32>(second >> 32) ^ (key1 + weyl1);
  word3 = <u32>second;
}

/** Attempt 0 of eight blocks: two times four side by side, since one alone waits for its own products. */
// @ts-ignore: decorator
@inline function eight(to: usize, aElement: v128, aLane: v128, bElement: v128, bLane: v128): void {
  const m0 = i32x4.splat(multiplier0);
  const m1 = i32x4.splat(multiplier1);
  const ap = i64x2.extmul_low_i32x4_u(aElement, m0);
  const aq = i64x2.extmul_high_i32x4_u(aElement, m0);
  const bp = i64x2.extmul_low_i32x4_u(bElement, m0);
  const bq = i64x2.extmul_high_i32x4_u(bElement, m0);
  const aHead = v128.xor(v128.xor(upper(ap, aq), aLane), i32x4.splat(key1));
  const bHead = v128.xor(v128.xor(upper(bp, bq), bLane), i32x4.splat(key1));
  const ar = i64x2.extmul_low_i32x4_u(aHead, m1);
  const at = i64x2.extmul_high_i32x4_u(aHead, m1);
  const br = i64x2.extmul_low_i32x4_u(bHead, m1);
  const bt = i64x2.extmul_high_i32x4_u(bHead, m1);
  const a0 = v128.xor(upper(ar, at), i32x4.splat(mask1));
  const a1 = lower(ar, at);
  const a2 = v128.xor(lower(ap, aq), i32x4.splat(mask2));
  const a3 = i32x4.splat(word3);
  const b0 = v128.xor(upper(br, bt), i32x4.splat(mask1));
  const b1 = lower(br, bt);
  const b2 = v128.xor(lower(bp, bq), i32x4.splat(mask2));
  const b3 = a3;
  finish(to, 2, a0, a1, a2, a3, b0, b1, b2, b3);
}

/** The rounds of eight blocks from round `from` on. */
// @ts-ignore: decorator
@inline function finish(
  to: usize,
  from: i32,
  x0: v128,
  x1: v128,
  x2: v128,
  x3: v128,
  y0: v128,
  y1: v128,
  y2: v128,
  y3: v128,
): void {
  const m0 = i32x4.splat(multiplier0);
  const m1 = i32x4.splat(multiplier1);
  let a0 = x0;
  let a1 = x1;
  let a2 = x2;
  let a3 = x3;
  let b0 = y0;
  let b1 = y1;
  let b2 = y2;
  let b3 = y3;
  let k0 = i32x4.splat(key0 + <u32>from * weyl0);
  let k1 = i32x4.splat(key1 + <u32>from * weyl1);
  for (let round = from; round < rounds; round++) {
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
  transposed(to, 16, a0, a1, a2, a3);
  transposed(to + 64, 16, b0, b1, b2, b3);
}

// Where blocks of one element are made for one replicate after the other, half of the products of rounds 1 to 3 are the same in all
// of them. What these leave of a word, with its key, bears the names of the round and the word.
let one2: u32 = 0;
let two2: u32 = 0;
let two3: u32 = 0;
let three0: u32 = 0;
let three1: u32 = 0;

function beforeReplicates(element: u32): void {
  const p = <u64>element * multiplier0;
  const q = <u64>generation * multiplier1;
  one2 = <u32>(p >> 32) ^ key1;
  const r = <u64>(<u32>(q >> 32) ^ place ^ key0) * multiplier0;
  two2 = <u32>(r >> 32) ^ <u32>p ^ (key1 + weyl1);
  two3 = <u32>r;
  const t = <u64>two2 * multiplier1;
  three0 = <u32>(t >> 32) ^ (key0 + 2 * weyl0);
  three1 = <u32>t;
}

/** Attempt 0 of eight blocks of that element. */
// @ts-ignore: decorator
@inline function eightReplicates(to: usize, aLane: v128, bLane: v128): void {
  const m0 = i32x4.splat(multiplier0);
  const m1 = i32x4.splat(multiplier1);
  const one1 = i32x4.splat(<u32>(<u64>generation * multiplier1) ^ (key0 + weyl0));
  const a = v128.xor(aLane, i32x4.splat(one2));
  const b = v128.xor(bLane, i32x4.splat(one2));
  const ar = i64x2.extmul_low_i32x4_u(a, m1);
  const at = i64x2.extmul_high_i32x4_u(a, m1);
  const br = i64x2.extmul_low_i32x4_u(b, m1);
  const bt = i64x2.extmul_high_i32x4_u(b, m1);
  const a0 = v128.xor(upper(ar, at), one1);
  const b0 = v128.xor(upper(br, bt), one1);
  const ap = i64x2.extmul_low_i32x4_u(a0, m0);
  const aq = i64x2.extmul_high_i32x4_u(a0, m0);
  const bp = i64x2.extmul_low_i32x4_u(b0, m0);
  const bq = i64x2.extmul_high_i32x4_u(b0, m0);
  const mask = i32x4.splat(two3 ^ (key1 + 2 * weyl1));
  finish(
    to,
    3,
    v128.xor(lower(ar, at), i32x4.splat(three0)),
    i32x4.splat(three1),
    v128.xor(upper(ap, aq), mask),
    lower(ap, aq),
    v128.xor(lower(br, bt), i32x4.splat(three0)),
    i32x4.splat(three1),
    v128.xor(upper(bp, bq), mask),
    lower(bp, bq),
  );
}

/**
 * Attempt 0 of `count` blocks in the order lanes × elements: blocks first … first + width - 1 of each replicate from
 * `replicate` on. Eight at once, so up to seven more are written behind.
 */
export function blocks(to: usize, replicate: u32, first: u32, width: u32, count: u32): void {
  if (width == 1) {
    blocksOfReplicates(to, replicate, first, count);
    return;
  }
  beforehand();
  const firsts = i32x4.splat(first);
  const widths = i32x4.splat(width);
  const whole = i32x4.splat(4 / width);
  const rest = i32x4.splat(4 % width);
  let offset = i32x4(0, 1 % width, 2 % width, 3 % width);
  let lane = i32x4.add(i32x4.splat(replicate), i32x4(0, 1 / width, 2 / width, 3 / width));
  for (const end = to + (<usize>count << 4); to < end; to += 128) {
    const element = i32x4.add(firsts, offset);
    const replicates = lane;
    offset = i32x4.add(offset, rest);
    let over = i32x4.ge_s(offset, widths);
    offset = i32x4.sub(offset, v128.and(over, widths));
    lane = i32x4.sub(i32x4.add(lane, whole), over);
    eight(to, element, replicates, i32x4.add(firsts, offset), lane);
    offset = i32x4.add(offset, rest);
    over = i32x4.ge_s(offset, widths);
    offset = i32x4.sub(offset, v128.and(over, widths));
    lane = i32x4.sub(i32x4.add(lane, whole), over);
  }
}

function blocksOfReplicates(to: usize, replicate: u32, element: u32, count: u32): void {
  beforeReplicates(element);
  let lane = i32x4.add(i32x4.splat(replicate), i32x4(0, 1, 2, 3));
  const four = i32x4.splat(4);
  for (const end = to + (<usize>count << 4); to < end; to += 128) {
    const next = i32x4.add(lane, four);
    eightReplicates(to, lane, next);
    lane = i32x4.add(next, four);
  }
}

/**
 * Attempt 0 of the blocks that hold the words of `count` elements of one replicate, given in any order: block
 * element >> 1 each. Eight at once, so up to seven more are written behind, and as many elements read.
 */
export function blocksOf(to: usize, elements: usize, count: u32, replicate: u32): void {
  if (count <= few) {
    for (let i: usize = 0; i < count; i++) {
      block(load<u32>(elements + (i << 2)) >> 1, 0, replicate);
      store<u64>(to + (i << 4), low);
      store<u64>(to + (i << 4), high, 8);
    }
    return;
  }
  beforehand();
  const lane = i32x4.splat(replicate);
  for (const end = to + (<usize>count << 4); to < end; to += 128) {
    eight(to, i32x4.shr_u(v128.load(elements), 1), lane, i32x4.shr_u(v128.load(elements, 16), 1), lane);
    elements += 32;
  }
}

/** Points later blocks at the batch of a point: words 1 and 2 of its counter. */
export function addressOf(second: u32, third: u32): void {
  place = second;
  generation = third;
}
