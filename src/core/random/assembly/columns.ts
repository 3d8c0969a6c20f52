import { both } from "./both";
import { exponential, exponentialOfNegative } from "./exponential";
import { entry } from "./triangle";

// A design is `p` columns of `n` numbers, n even, one after the other, and a column of zeros behind them.

/** Rows that are worked on at once: their columns stay in the first-level cache. */
const block: usize = 512 << 3;

/** Linear predictors Xβ, one a row. */
export function predictors(eta: usize, design: usize, beta: usize, n: u32, p: u32): void {
  const column = <usize>n << 3;
  const whole = column & ~31;
  const last = design + column * p;
  for (let at: usize = 0; at < whole; at += 32) {
    let one = f64x2.splat(0);
    let two = one;
    let factor = beta;
    for (let from = design + at; from < last; from += column, factor += 8) {
      const coefficient = v128.load64_splat(factor);
      one = f64x2.add(one, f64x2.mul(v128.load(from), coefficient));
      two = f64x2.add(two, f64x2.mul(v128.load(from, 16), coefficient));
    }
    v128.store(eta + at, one);
    v128.store(eta + at, two, 16);
  }
  if (whole == column) return;
  let rest = f64x2.splat(0);
  for (let from = design + whole; from < last; from += column, beta += 8)
    rest = f64x2.add(rest, f64x2.mul(v128.load(from), v128.load64_splat(beta)));
  v128.store(eta + whole, rest);
}

/** X'v, one number a column; four partial sums, so that additions need not wait for one another. */
export function columnSums(out: usize, design: usize, vector: usize, n: u32, p: u32): void {
  const column = <usize>n << 3;
  const whole = column & ~63;
  for (let j: u32 = 0; j < p; j++, design += column) {
    let s0 = f64x2.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    let at: usize = 0;
    for (; at < whole; at += 64) {
      const x = design + at;
      const v = vector + at;
      s0 = f64x2.add(s0, f64x2.mul(v128.load(x), v128.load(v)));
      s1 = f64x2.add(s1, f64x2.mul(v128.load(x, 16), v128.load(v, 16)));
      s2 = f64x2.add(s2, f64x2.mul(v128.load(x, 32), v128.load(v, 32)));
      s3 = f64x2.add(s3, f64x2.mul(v128.load(x, 48), v128.load(v, 48)));
    }
    for (; at < column; at += 16) s0 = f64x2.add(s0, f64x2.mul(v128.load(design + at), v128.load(vector + at)));
    store<f64>(out + (<usize>j << 3), both(f64x2.add(f64x2.add(s0, s1), f64x2.add(s2, s3))));
  }
}

/** X'·diag(w)·X as a packed lower triangle, three columns by three: of six numbers loaded, nine products are made. */
export function weightedGram(out: usize, design: usize, weights: usize, n: u32, p: u32): void {
  const column = <usize>n << 3;
  memory.fill(out, 0, ((<usize>p * (p + 1)) >> 1) << 3);
  for (let from: usize = 0; from < column; from += block) {
    const to = min(column, from + block);
    for (let a: u32 = 0; a < p; a += 3) {
      for (let b: u32 = 0; b < a; b += 3) addSquare(out, design, column, weights, from, to, a, b, p);
      addTriangle(out, design, column, weights, from, to, a, p);
    }
  }
}

/** Rows a to a + 2 and columns b to b + 2 of the triangle, b + 2 < a. */
// @ts-ignore: decorator
@inline function addSquare(
  out: usize,
  design: usize,
  column: usize,
  weights: usize,
  from: usize,
  to: usize,
  a: u32,
  b: u32,
  p: u32,
): void {
  const zeros = design + column * p;
  const x0 = design + column * a;
  const x1 = a + 1 < p ? x0 + column : zeros;
  const x2 = a + 2 < p ? x1 + column : zeros;
  const y0 = design + column * b;
  const y1 = y0 + column;
  const y2 = y1 + column;
  let s00 = f64x2.splat(0);
  let s01 = s00;
  let s02 = s00;
  let s10 = s00;
  let s11 = s00;
  let s12 = s00;
  let s20 = s00;
  let s21 = s00;
  let s22 = s00;
  for (let at = from; at < to; at += 16) {
    const weight = v128.load(weights + at);
    const u = f64x2.mul(weight, v128.load(x0 + at));
    const v = f64x2.mul(weight, v128.load(x1 + at));
    const w = f64x2.mul(weight, v128.load(x2 + at));
    let y = v128.load(y0 + at);
    s00 = f64x2.add(s00, f64x2.mul(u, y));
    s10 = f64x2.add(s10, f64x2.mul(v, y));
    s20 = f64x2.add(s20, f64x2.mul(w, y));
    y = v128.load(y1 + at);
    s01 = f64x2.add(s01, f64x2.mul(u, y));
    s11 = f64x2.add(s11, f64x2.mul(v, y));
    s21 = f64x2.add(s21, f64x2.mul(w, y));
    y = v128.load(y2 + at);
    s02 = f64x2.add(s02, f64x2.mul(u, y));
    s12 = f64x2.add(s12, f64x2.mul(v, y));
    s22 = f64x2.add(s22, f64x2.mul(w, y));
  }
  growThree(out, a, b, s00, s01, s02);
  if (a + 1 < p) growThree(out, a + 1, b, s10, s11, s12);
  if (a + 2 < p) growThree(out, a + 2, b, s20, s21, s22);
}

/** Rows and columns a to a + 2. */
// @ts-ignore: decorator
@inline function addTriangle(
  out: usize,
  design: usize,
  column: usize,
  weights: usize,
  from: usize,
  to: usize,
  a: u32,
  p: u32,
): void {
  const zeros = design + column * p;
  const x0 = design + column * a;
  const x1 = a + 1 < p ? x0 + column : zeros;
  const x2 = a + 2 < p ? x1 + column : zeros;
  let s00 = f64x2.splat(0);
  let s10 = s00;
  let s11 = s00;
  let s20 = s00;
  let s21 = s00;
  let s22 = s00;
  for (let at = from; at < to; at += 16) {
    const weight = v128.load(weights + at);
    const x = v128.load(x0 + at);
    const y = v128.load(x1 + at);
    const z = v128.load(x2 + at);
    const v = f64x2.mul(weight, y);
    const w = f64x2.mul(weight, z);
    s00 = f64x2.add(s00, f64x2.mul(f64x2.mul(weight, x), x));
    s10 = f64x2.add(s10, f64x2.mul(v, x));
    s11 = f64x2.add(s11, f64x2.mul(v, y));
    s20 = f64x2.add(s20, f64x2.mul(w, x));
    s21 = f64x2.add(s21, f64x2.mul(w, y));
    s22 = f64x2.add(s22, f64x2.mul(w, z));
  }
  grow(entry(out, a, a), s00);
  if (a + 1 == p) return;
  grow(entry(out, a + 1, a), s10);
  grow(entry(out, a + 1, a + 1), s11);
  if (a + 2 < p) growThree(out, a + 2, a, s20, s21, s22);
}

// @ts-ignore: decorator
@inline function growThree(out: usize, i: u32, j: u32, first: v128, second: v128, third: v128): void {
  const at = entry(out, i, j);
  grow(at, first);
  grow(at + 8, second);
  grow(at + 16, third);
}

/** Means and variances of 0 and 1 with log odds η. */
export function logitMoments(mean: usize, variance: usize, eta: usize, n: u32): void {
  const one = f64x2.splat(1);
  for (let at: usize = 0; at < <usize>n << 3; at += 16) {
    const x = v128.load(eta + at);
    const tail = exponentialOfNegative(f64x2.neg(f64x2.abs(x)));
    const share = f64x2.div(one, f64x2.add(one, tail));
    const rest = f64x2.mul(tail, share);
    v128.store(variance + at, f64x2.mul(rest, share));
    v128.store(mean + at, v128.bitselect(rest, share, f64x2.lt(x, f64x2.splat(0))));
  }
}

/** Means, which are the variances, of counts with log mean η. */
export function logMoments(mean: usize, variance: usize, eta: usize, n: u32): void {
  for (let at: usize = 0; at < <usize>n << 3; at += 16) {
    const value = exponential(v128.load(eta + at));
    v128.store(mean + at, value);
    v128.store(variance + at, value);
  }
}

// @ts-ignore: decorator
@inline function grow(at: usize, sum: v128): void {
  store<f64>(at, load<f64>(at) + both(sum));
}
