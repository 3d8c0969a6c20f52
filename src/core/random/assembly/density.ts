import { exponentsOf, power } from "./power";

/** A sum above this has lost nothing to underflow that would show. */
const enough: f64 = 1e-250;
/** Points of a block, each with a box around them. */
const blockSize: u32 = 8;
/** Kernels below 2^-64 of a sum, in steps, are left out of it: a million of them would not change its last place. */
const unseen: f64 = 64.0 * 2048.0;

/**
 * Adds Gaussian kernels at `points` to the density at test points, two of them at a time: a sum of powers relative to that of
 * `top`, which is 0 unless all of them would underflow. Exponents are in steps of 1/2048 of a power of 2. Blocks of points
 * that are too far away to be seen are passed over, so that it pays to have neighbours side by side.
 *
 * @param test `dimension` columns of `count` numbers, `count` even
 * @param points `n` × `dimension`, as they lie
 * @param boxes room for 2 × `dimension` numbers for every 8 points
 * @param factor -1/(2h²) in steps
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
  boxes: usize,
  factor: f64,
  tops: usize,
  sums: usize,
): void {
  if (dimension > 1) addIn(2, test, count, points, n, boxes, factor, tops, sums);
  else addIn(1, test, count, points, n, boxes, factor, tops, sums);
}

// @ts-ignore: decorator
@inline function addIn(
  dimension: u32,
  test: usize,
  count: u32,
  points: usize,
  n: u32,
  boxes: usize,
  factor: f64,
  tops: usize,
  sums: usize,
): void {
  const column = <usize>count << 3;
  const end = points + ((<usize>n * dimension) << 3);
  const scale = f64x2.splat(factor);
  enclose(boxes, points, end, dimension);
  for (let at: usize = 0; at < column; at += 16) {
    const x = v128.load(test + at);
    const y = dimension > 1 ? v128.load(test + column + at) : x;
    const top = v128.load(tops + at);
    const sum = v128.load(sums + at);
    const atZero = f64x2.eq(top, f64x2.splat(0));
    if (i64x2.all_true(atZero)) {
      const some = highest(x, y, points, end, blockSize, dimension, scale);
      const plain = summed(x, y, points, end, boxes, dimension, scale, top, sum, some);
      if (!v128.any_true(f64x2.lt(plain, f64x2.splat(enough)))) {
        v128.store(sums + at, plain);
        continue;
      }
    }
    const empty = f64x2.eq(sum, f64x2.splat(0));
    const before = v128.bitselect(f64x2.splat(-Infinity), top, empty);
    const above = f64x2.pmax(before, highest(x, y, points, end, 1, dimension, scale));
    const shrunk = f64x2.mul(sum, power(f64x2.sub(v128.bitselect(above, top, empty), above)));
    v128.store(tops + at, above);
    v128.store(sums + at, summed(x, y, points, end, boxes, dimension, scale, above, shrunk, f64x2.splat(0)));
  }
}

/** Writes the least and the largest coordinates of each block. */
// @ts-ignore: decorator
@inline function enclose(boxes: usize, points: usize, end: usize, dimension: u32): void {
  const width = <usize>dimension << 3;
  for (let from = points; from < end; from += blockSize * width) {
    const last = min(from + blockSize * width, end);
    for (let k: usize = 0; k < width; k += 8, boxes += 16) {
      let least = load<f64>(from + k);
      let most = least;
      for (let point = from + width; point < last; point += width) {
        least = min(least, load<f64>(point + k));
        most = max(most, load<f64>(point + k));
      }
      store<f64>(boxes, least);
      store<f64>(boxes, most, 8);
    }
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

/** Of the nearest point that a box could hold. */
// @ts-ignore: decorator
@inline function exponentOfBox(x: v128, y: v128, edges: usize, dimension: u32, scale: v128): v128 {
  const dx = beyond(x, edges);
  let square = f64x2.mul(dx, dx);
  if (dimension > 1) {
    const dy = beyond(y, edges + 16);
    square = f64x2.add(square, f64x2.mul(dy, dy));
  }
  return f64x2.mul(square, scale);
}

// @ts-ignore: decorator
@inline function beyond(x: v128, edges: usize): v128 {
  const under = f64x2.sub(v128.load64_splat(edges), x);
  const over = f64x2.sub(x, v128.load64_splat(edges, 8));
  return f64x2.pmax(f64x2.splat(0), f64x2.pmax(under, over));
}

/** @param floor a lower bound, in steps, of what the sum will be */
// @ts-ignore: decorator
@inline function summed(
  x: v128,
  y: v128,
  points: usize,
  end: usize,
  boxes: usize,
  dimension: u32,
  scale: v128,
  top: v128,
  start: v128,
  floor: v128,
): v128 {
  let sum = start;
  const width = <usize>dimension << 3;
  for (let from = points; from < end; from += blockSize * width, boxes += width << 1) {
    const seen = f64x2.sub(f64x2.pmax(exponentsOf(sum), floor), f64x2.splat(unseen));
    const nearest = f64x2.sub(exponentOfBox(x, y, boxes, dimension, scale), top);
    if (i64x2.all_true(f64x2.lt(nearest, seen))) continue;
    for (let point = from, last = min(from + blockSize * width, end); point < last; point += width)
      sum = f64x2.add(sum, power(f64x2.sub(exponent(x, y, point, dimension, scale), top)));
  }
  return sum;
}

/** The highest exponent of every `each`-th point. */
// @ts-ignore: decorator
@inline function highest(
  x: v128,
  y: v128,
  points: usize,
  end: usize,
  each: u32,
  dimension: u32,
  scale: v128,
): v128 {
  let most = f64x2.splat(-Infinity);
  const width = <usize>(each * dimension) << 3;
  for (let point = points; point < end; point += width)
    most = f64x2.pmax(most, exponent(x, y, point, dimension, scale));
  return most;
}
