import { logOfPair } from "./logarithm";
import { addGram, at, bartlett, factored, row } from "./lower-pair";
import { rootTrace } from "./root-trace";

// Gaussians in d dimensions, two lanes at a time: a mean (d) and a packed lower triangle, `width` bytes in all.

// @ts-ignore: decorator
@inline function bytesOf(d: u32): usize {
  return row(d) + at(d);
}

/**
 * Batches (mean, factor of the scatter) of models (mean, factor F of the covariance) from records (d normals, Bartlett's
 * triangle T): mean + shift·F·z and stretch·F·T.
 *
 * @param rank columns of T that are not 0
 */
export function multivariateBatch(
  out: usize,
  models: usize,
  records: usize,
  d: u32,
  rank: u32,
  pairs: u32,
  shift: f64,
  stretch: f64,
): void {
  const shifts = f64x2.splat(shift);
  const stretches = f64x2.splat(stretch);
  const width = bytesOf(d);
  for (let pair: u32 = 0; pair < pairs; pair++) {
    const factor = models + at(d);
    const triangle = records + at(d);
    const scatter = out + at(d);
    bartlett(triangle, d, rank);
    for (let i: u32 = 0; i < d; i++) {
      const from = factor + row(i);
      let sum = f64x2.splat(0);
      for (let j: usize = 0; j <= at(i); j += 16)
        sum = f64x2.add(sum, f64x2.mul(v128.load(from + j), v128.load(records + j)));
      v128.store(out + at(i), f64x2.add(v128.load(models + at(i)), f64x2.mul(shifts, sum)));
      multiplied(scatter + row(i), from, triangle, i, stretches);
    }
    out += width;
    models += width;
    records += width;
  }
}

/** Row i of scale · F·T, F and T being lower triangles; four sums at a time, so that none waits for the one before. */
// @ts-ignore: decorator
@inline function multiplied(out: usize, rowI: usize, triangle: usize, i: u32, scale: v128): void {
  let j: u32 = 0;
  for (; j + 3 <= i; j += 4) {
    const x0 = v128.load(rowI + at(j));
    const x1 = v128.load(rowI + at(j), 16);
    const x2 = v128.load(rowI + at(j), 32);
    let from = triangle + at(j);
    const row1 = from + row(j + 1);
    const row2 = from + row(j + 2);
    const zero = f64x2.splat(0);
    let p0 = f64x2.add(zero, f64x2.mul(x0, v128.load(from + row(j))));
    p0 = f64x2.add(p0, f64x2.mul(x1, v128.load(row1)));
    p0 = f64x2.add(p0, f64x2.mul(x2, v128.load(row2)));
    let p1 = f64x2.add(zero, f64x2.mul(x1, v128.load(row1, 16)));
    p1 = f64x2.add(p1, f64x2.mul(x2, v128.load(row2, 16)));
    let p2 = f64x2.add(zero, f64x2.mul(x2, v128.load(row2, 32)));
    let p3 = zero;
    from += row(j + 3);
    for (let k = j + 3; k <= i; k++) {
      const x = v128.load(rowI + at(k));
      p0 = f64x2.add(p0, f64x2.mul(x, v128.load(from)));
      p1 = f64x2.add(p1, f64x2.mul(x, v128.load(from, 16)));
      p2 = f64x2.add(p2, f64x2.mul(x, v128.load(from, 32)));
      p3 = f64x2.add(p3, f64x2.mul(x, v128.load(from, 48)));
      from += at(k + 1);
    }
    v128.store(out + at(j), f64x2.mul(scale, p0));
    v128.store(out + at(j), f64x2.mul(scale, p1), 16);
    v128.store(out + at(j), f64x2.mul(scale, p2), 32);
    v128.store(out + at(j), f64x2.mul(scale, p3), 48);
  }
  for (; j <= i; j++) {
    let product = f64x2.splat(0);
    for (let k = j; k <= i; k++)
      product = f64x2.add(product, f64x2.mul(v128.load(rowI + at(k)), v128.load(triangle + row(k) + at(j))));
    v128.store(out + at(j), f64x2.mul(scale, product));
  }
}

/** Adds batches (mean, factor of the scatter) to pools (mean, scatter): see the merge of the kernel. */
export function multivariateMerge(
  pools: usize,
  batches: usize,
  d: u32,
  pairs: u32,
  share: f64,
  weight: f64,
  between: f64,
): void {
  const shares = f64x2.splat(share);
  const weights = f64x2.splat(weight);
  const betweens = f64x2.splat(between);
  const width = bytesOf(d);
  for (let pair: u32 = 0; pair < pairs; pair++) {
    const scatter = pools + at(d);
    addGram(scatter, batches + at(d), d, weights);
    for (let i: u32 = 0; i < d; i++) {
      const shift = f64x2.mul(betweens, shiftAt(pools, batches, i));
      for (let j: u32 = 0; j <= i; j++) {
        const to = scatter + row(i) + at(j);
        v128.store(to, f64x2.add(v128.load(to), f64x2.mul(shift, shiftAt(pools, batches, j))));
      }
    }
    for (let i: u32 = 0; i < d; i++) {
      const shift = f64x2.mul(shares, shiftAt(pools, batches, i));
      v128.store(pools + at(i), f64x2.add(v128.load(pools + at(i)), shift));
    }
    pools += width;
    batches += width;
  }
}

// @ts-ignore: decorator
@inline function shiftAt(pool: usize, batch: usize, i: u32): v128 {
  return f64x2.sub(v128.load(batch + at(i)), v128.load(pool + at(i)));
}

/** Lanes whose spread has fallen below `least` along some axis, as bits. */
function underflowed(model: usize, d: u32, least: f64): v128 {
  const leasts = f64x2.splat(least);
  const zero = f64x2.splat(0);
  let some = i64x2.splat(0);
  for (let i: u32 = 0; i < d; i++) {
    const diagonal = v128.load(model + at(d) + row(i) + at(i));
    some = v128.or(some, v128.and(f64x2.lt(diagonal, leasts), f64x2.ne(diagonal, zero)));
  }
  return some;
}

/**
 * Fits models to pools (mean, scatter), `factor` times the scatter being the covariance; underflown ones stay.
 *
 * @param inverses room for d registers
 */
export function multivariateFit(
  models: usize,
  pools: usize,
  inverses: usize,
  d: u32,
  pairs: u32,
  factor: f64,
  least: f64,
): void {
  const factors = f64x2.splat(factor);
  const width = bytesOf(d);
  for (let pair: u32 = 0; pair < pairs; pair++) {
    const keep = underflowed(models, d, least);
    for (let i: u32 = 0; i < d; i++)
      v128.store(models + at(i), v128.bitselect(v128.load(models + at(i)), v128.load(pools + at(i)), keep));
    factored(models + at(d), inverses, pools + at(d), d, factors, f64x2.splat(0), keep);
    models += width;
    pools += width;
  }
}

/** Fits models to batches (mean, factor of the scatter), of which `scale` times is the model's factor. */
export function multivariateTake(models: usize, batches: usize, d: u32, pairs: u32, scale: f64, least: f64): void {
  const width = bytesOf(d);
  const scales = f64x2.splat(scale);
  for (let pair: u32 = 0; pair < pairs; pair++) {
    const keep = underflowed(models, d, least);
    for (let i: usize = 0; i < width; i += 16) {
      const drawn = v128.load(batches + i);
      const fitted = i < at(d) ? drawn : f64x2.mul(scales, drawn);
      v128.store(models + i, v128.bitselect(v128.load(models + i), fitted, keep));
    }
    models += width;
    batches += width;
  }
}

/**
 * Measures models against the truth, in columns of `column` bytes: first coordinate of the mean, squared error of the
 * mean, variance, trace and determinant over the true ones, logarithm of the variance, divergence, second moment, and
 * in 2 or 3 dimensions the squared Wasserstein distance.
 *
 * @param logTruth logarithm of the true variance
 */
export function multivariateMeasure(
  out: usize,
  column: usize,
  models: usize,
  d: u32,
  pairs: u32,
  mean: f64,
  sd: f64,
  logTruth: f64,
): void {
  const truth = sd * sd;
  const dims = <f64>d;
  const means = f64x2.splat(mean);
  const zero = f64x2.splat(0);
  const width = bytesOf(d);
  for (let pair: u32 = 0; pair < pairs; pair++) {
    const factor = models + at(d);
    let squared = zero;
    for (let i: u32 = 0; i < d; i++) {
      const error = f64x2.sub(v128.load(models + at(i)), means);
      squared = f64x2.add(squared, f64x2.mul(error, error));
    }
    let trace = zero;
    for (let i = at(d); i < width; i += 16) {
      const entry = v128.load(models + i);
      trace = f64x2.add(trace, f64x2.mul(entry, entry));
    }
    let rootRatio = f64x2.splat(1.0);
    let logarithm = zero;
    let singular = i64x2.splat(0);
    for (let i: u32 = 0; i < d; i++) {
      const diagonal = v128.load(factor + row(i) + at(i));
      singular = v128.or(singular, f64x2.eq(diagonal, zero));
      rootRatio = f64x2.mul(rootRatio, f64x2.div(diagonal, f64x2.splat(sd)));
      logarithm = f64x2.add(logarithm, logOfPair(diagonal));
    }
    logarithm = v128.or(f64x2.add(logarithm, logarithm), singular); // all bits set are a NaN
    const both = f64x2.add(squared, trace);
    const offset = f64x2.splat(dims - dims * logTruth);
    let to = out;
    v128.store(to, v128.load(models));
    to += column;
    v128.store(to, squared);
    to += column;
    v128.store(to, f64x2.div(trace, f64x2.splat(dims)));
    to += column;
    v128.store(to, f64x2.div(trace, f64x2.splat(dims * truth)));
    to += column;
    v128.store(to, f64x2.mul(rootRatio, rootRatio));
    to += column;
    v128.store(to, f64x2.div(logarithm, f64x2.splat(dims)));
    to += column;
    const nats = f64x2.sub(f64x2.div(both, f64x2.splat(truth)), f64x2.add(logarithm, offset));
    v128.store(to, f64x2.mul(f64x2.splat(0.5), nats));
    to += column;
    v128.store(to, f64x2.div(both, f64x2.splat(dims * truth)));
    if (d <= 3) {
      to += column;
      const far = f64x2.add(both, f64x2.splat(dims * truth));
      v128.store(to, f64x2.sub(far, f64x2.mul(f64x2.splat(2.0 * sd), rootTrace(factor, trace, d))));
    }
    out += 16;
    models += width;
  }
}
