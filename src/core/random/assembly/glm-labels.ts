import { both } from "./both";
import { openPair } from "./open";
import { wordsOfPoints } from "./point-blocks";
import { poissonsOfPair } from "./poisson";
import { exponential, exponentialOfNegative } from "./exponential";

// Labels of generalised linear models. A design is `p` columns of `column` bytes.

/** X'y, one number a column, of four partial sums; three columns at a time. */
export function labelSums(out: usize, design: usize, column: usize, labels: usize, n: u32, p: u32): void {
  for (let j: u32 = 0; j < p; j += 3) {
    // Beyond the last column, the last once more.
    const x = design + column * j;
    const y = design + column * min(j + 1, p - 1);
    const z = design + column * min(j + 2, p - 1);
    let x0 = f64x2.splat(0);
    let x1 = x0;
    let y0 = x0;
    let y1 = x0;
    let z0 = x0;
    let z1 = x0;
    const whole = (<usize>n & ~3) << 3;
    for (let at: usize = 0; at < whole; at += 32) {
      const one = v128.load(labels + at);
      const two = v128.load(labels + at, 16);
      x0 = f64x2.add(x0, f64x2.mul(v128.load(x + at), one));
      x1 = f64x2.add(x1, f64x2.mul(v128.load(x + at, 16), two));
      y0 = f64x2.add(y0, f64x2.mul(v128.load(y + at), one));
      y1 = f64x2.add(y1, f64x2.mul(v128.load(y + at, 16), two));
      z0 = f64x2.add(z0, f64x2.mul(v128.load(z + at), one));
      z1 = f64x2.add(z1, f64x2.mul(v128.load(z + at, 16), two));
    }
    const to = out + (<usize>j << 3);
    store<f64>(to, total(x0, x1, x, labels, whole, n));
    if (j + 1 < p) store<f64>(to, total(y0, y1, y, labels, whole, n), 8);
    if (j + 2 < p) store<f64>(to, total(z0, z1, z, labels, whole, n), 16);
  }
}

/** Four partial sums in one, the first of which takes in what is left. */
function total(one: v128, two: v128, column: usize, labels: usize, from: usize, n: u32): f64 {
  let first = f64x2.extract_lane(one, 0);
  for (let at = from; at < <usize>n << 3; at += 8) first += load<f64>(column + at) * load<f64>(labels + at);
  return first + f64x2.extract_lane(one, 1) + both(two);
}

/** Products in place. @param n even */
export function multiply(values: usize, factors: usize, n: u32): void {
  for (const end = values + (<usize>n << 3); values < end; values += 16, factors += 16)
    v128.store(values, f64x2.mul(v128.load(values), v128.load(factors)));
}

/** Factors of at least 1/2 that share one logarithm. */
const shared: u32 = 512;

/**
 * Σ log(1 + exp η) = Σ max(η, 0) - log max(μ, 1 - μ).
 *
 * @param mean μ of each
 */
export function logitCumulant(eta: usize, mean: usize, n: u32): f64 {
  let sum: f64 = 0;
  let product: f64 = 1;
  for (let i: u32 = 0; i < n; i++, eta += 8, mean += 8) {
    const predictor = load<f64>(eta);
    const share = load<f64>(mean);
    const above = predictor > 0;
    sum += select<f64>(predictor, 0, above);
    product *= select<f64>(share, 1.0 - share, above);
    if (i % shared != shared - 1) continue;
    sum -= Math.log(product);
    product = 1;
  }
  return sum - Math.log(product);
}

/** Adds labels of single rows, drawn again, to those of their rows: zeros and ones of log odds η. */
export function logitLabelsOfPoints(
  rows: usize,
  counts: usize,
  n: u32,
  points: usize,
  column: usize,
  count: u32,
  numbers: usize,
  models: usize,
  design: usize,
  p: u32,
  real: usize,
  room: usize,
  ceiling: f64,
): void {
  labelsOfPoints(true, rows, counts, n, points, column, count, numbers, models, design, p, real, room, ceiling);
}

/** The same of Poisson counts of log mean η. */
export function logLabelsOfPoints(
  rows: usize,
  counts: usize,
  n: u32,
  points: usize,
  column: usize,
  count: u32,
  numbers: usize,
  models: usize,
  design: usize,
  p: u32,
  real: usize,
  room: usize,
  ceiling: f64,
): void {
  labelsOfPoints(false, rows, counts, n, points, column, count, numbers, models, design, p, real, room, ceiling);
}

/**
 * @param rows sums of labels, one a row of the design
 * @param counts how many labels of each there are
 * @param n rows of the design; observation i of a batch is a label of row i mod n
 * @param points columns as `locate` leaves them
 * @param numbers which model is that of each point
 * @param models p coefficients each, and 1 where labels are real, else 0
 * @param real labels of the rows that are real
 * @param room for `count` numbers twice, and four more each time
 * @param ceiling of η
 */
// @ts-ignore: decorator
@inline function labelsOfPoints(
  logit: bool,
  rows: usize,
  counts: usize,
  n: u32,
  points: usize,
  column: usize,
  count: u32,
  numbers: usize,
  models: usize,
  design: usize,
  p: u32,
  real: usize,
  room: usize,
  ceiling: f64,
): void {
  const words = room + (<usize>count << 3) + 32;
  const step = <usize>n << 3;
  const width = (<usize>p + 1) << 3;
  wordsOfPoints(words, points, column, count, true);
  for (let k: usize = 0; k < <usize>count; k++) {
    const model = models + <usize>load<u32>(numbers + (k << 2)) * width;
    let x = design + (<usize>(load<u32>(points + (k << 2)) % n) << 3);
    let eta: f64 = 0;
    for (let j: usize = 0; j < <usize>p; j++, x += step) eta += load<f64>(model + (j << 3)) * load<f64>(x);
    store<f64>(room + (k << 3), eta);
  }
  for (let k: usize = 0; k < <usize>count; k += 2) {
    const at = room + (k << 3);
    const u = openPair(v128.load(words + (k << 3)));
    const eta = f64x2.pmin(v128.load(at), f64x2.splat(ceiling));
    v128.store(at, logit ? v128.and(f64x2.lt(u, shareOf(eta)), f64x2.splat(1)) : poissonsOfPair(u, exponential(eta)));
  }
  const last = models + width - 8;
  for (let k: usize = 0; k < <usize>count; k++) {
    const model = last + <usize>load<u32>(numbers + (k << 2)) * width;
    const row = <usize>(load<u32>(points + (k << 2)) % n) << 3;
    const label = load<f64>(model) != 0 ? load<f64>(real + row) : load<f64>(room + (k << 3));
    store<f64>(rows + row, load<f64>(rows + row) + label);
    store<f64>(counts + row, load<f64>(counts + row) + 1);
  }
}

// @ts-ignore: decorator
@inline function shareOf(eta: v128): v128 {
  const one = f64x2.splat(1);
  const tail = exponentialOfNegative(f64x2.neg(f64x2.abs(eta)));
  const share = f64x2.div(one, f64x2.add(one, tail));
  return v128.bitselect(f64x2.mul(tail, share), share, f64x2.lt(eta, f64x2.splat(0)));
}
