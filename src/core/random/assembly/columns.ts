import { exponential, exponentialOfNegative } from "./exponential";

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

/** X'·diag(w)·X as a packed lower triangle, two columns by two: of four numbers loaded, four products are made. */
export function weightedGram(out: usize, design: usize, weights: usize, n: u32, p: u32): void {
  const column = <usize>n << 3;
  const zeros = design + column * p;
  memory.fill(out, 0, ((<usize>p * (p + 1)) >> 1) << 3);
  for (let from: usize = 0; from < column; from += block) {
    const to = min(column, from + block);
    for (let a: u32 = 0; a < p; a += 2) {
      const xa = design + column * a;
      const ya = a + 1 < p ? xa + column : zeros;
      for (let b: u32 = 0; b <= a; b += 2) {
        const xb = design + column * b;
        const yb = b + 1 < p ? xb + column : zeros;
        let s00 = f64x2.splat(0);
        let s01 = f64x2.splat(0);
        let s10 = f64x2.splat(0);
        let s11 = f64x2.splat(0);
        for (let at = from; at < to; at += 16) {
          const weight = v128.load(weights + at);
          const x = f64x2.mul(weight, v128.load(xa + at));
          const y = f64x2.mul(weight, v128.load(ya + at));
          const u = v128.load(xb + at);
          const v = v128.load(yb + at);
          s00 = f64x2.add(s00, f64x2.mul(x, u));
          s01 = f64x2.add(s01, f64x2.mul(x, v));
          s10 = f64x2.add(s10, f64x2.mul(y, u));
          s11 = f64x2.add(s11, f64x2.mul(y, v));
        }
        const entry = out + (<usize>(((a * (a + 1)) >> 1) + b) << 3);
        grow(entry, s00);
        if (b < a) grow(entry + 8, s01);
        if (a + 1 == p) continue;
        grow(entry + (<usize>(a + 1) << 3), s10);
        grow(entry + (<usize>(a + 2) << 3), s11);
      }
    }
  }
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
@inline function both(sum: v128): f64 {
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

// @ts-ignore: decorator
@inline function grow(at: usize, sum: v128): void {
  store<f64>(at, load<f64>(at) + both(sum));
}
