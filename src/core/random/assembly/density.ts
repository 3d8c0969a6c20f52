import { exponentialOfNegative } from "./exponential";

/** A sum above this has lost nothing to underflow that would show. */
const enough: f64 = 1e-250;

/**
 * Adds Gaussian kernels at `points` to the density at test points, two of them at a time: a sum of exponentials relative to
 * exp(top), where top is 0 unless all of them would underflow.
 *
 * @param test `dimension` columns of `count` numbers, `count` even
 * @param points `n` × `dimension`, as they lie
 * @param factor -1/(2h²)
 * @param tops one a test point, 0 before the first call
 * @param sums one a test point, 0 before the first call
 * @source log-sum-exp
 */
export function addKernels(
  test: usize,
  count: u32,
  points: usize,
  n: u32,
  dimension: u32,
  factor: f64,
  tops: usize,
  sums: usize,
): void {
  const column = <usize>count << 3;
  const end = points + ((<usize>n * dimension) << 3);
  const scale = f64x2.splat(factor);
  for (let at: usize = 0; at < column; at += 16) {
    const x = v128.load(test + at);
    const y = dimension > 1 ? v128.load(test + column + at) : x;
    const top = v128.load(tops + at);
    const sum = v128.load(sums + at);
    const atZero = f64x2.eq(top, f64x2.splat(0));
    if (v128.any_true(v128.not(atZero)) == 0) {
      const plain = summed(x, y, points, end, dimension, scale, top, sum);
      if (v128.any_true(f64x2.lt(plain, f64x2.splat(enough))) == 0) {
        v128.store(sums + at, plain);
        continue;
      }
    }
    const empty = f64x2.eq(sum, f64x2.splat(0));
    const before = v128.bitselect(f64x2.splat(-Infinity), top, empty);
    const above = f64x2.pmax(before, highest(x, y, points, end, dimension, scale));
    const shrunk = f64x2.mul(sum, exponentialOfNegative(f64x2.sub(v128.bitselect(above, top, empty), above)));
    v128.store(tops + at, above);
    v128.store(sums + at, summed(x, y, points, end, dimension, scale, above, shrunk));
  }
}

// @ts-ignore: decorator
@inline function exponent(x: v128, y: v128, point: usize, dimension: u32, scale: v128): v128 {
  const dx = f64x2.sub(v128.load64_splat(point), x);
  let square = f64x2.mul(dx, dx);
  if (dimension > 1) {
    const dy = f64x2.sub(v128.load64_splat(point, 8), y);
    square = f64x2.add(square, f64x2.mul(dy, dy));
  }
  return f64x2.mul(square, scale);
}

// @ts-ignore: decorator
@inline function summed(
  x: v128,
  y: v128,
  points: usize,
  end: usize,
  dimension: u32,
  scale: v128,
  top: v128,
  start: v128,
): v128 {
  let sum = start;
  const step = <usize>dimension << 3;
  for (let point = points; point < end; point += step)
    sum = f64x2.add(sum, exponentialOfNegative(f64x2.sub(exponent(x, y, point, dimension, scale), top)));
  return sum;
}

function highest(x: v128, y: v128, points: usize, end: usize, dimension: u32, scale: v128): v128 {
  let most = f64x2.splat(-Infinity);
  const step = <usize>dimension << 3;
  for (let point = points; point < end; point += step)
    most = f64x2.pmax(most, exponent(x, y, point, dimension, scale));
  return most;
}
