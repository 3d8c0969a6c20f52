import { areNormal, logOfNormals, logOfPair } from "./logarithm";

/**
 * Batches of a Gaussian on the line from records (normal, chi-square), in pairs of lanes.
 *
 * @param out (mean, scatter)
 * @param models (mean, standard deviation)
 * @param shift what the deviation of a mean is multiplied by, beside its standard deviation
 * @param stretch what a scatter is multiplied by, beside the square
 */
export function univariateBatch(
  out: usize,
  models: usize,
  records: usize,
  pairs: u32,
  shift: f64,
  stretch: f64,
): void {
  const shifts = f64x2.splat(shift);
  const stretches = f64x2.splat(stretch);
  for (const end = out + (<usize>pairs << 5); out < end; out += 32, models += 32, records += 32) {
    const spread = v128.load(models, 16);
    const deviation = f64x2.mul(f64x2.mul(shifts, spread), v128.load(records));
    v128.store(out, f64x2.add(v128.load(models), deviation));
    v128.store(out, f64x2.mul(f64x2.mul(stretches, f64x2.mul(spread, spread)), v128.load(records, 16)), 16);
  }
}

/** Adds batches to pools, both (mean, scatter): see the merge of the kernel. */
export function univariateMerge(
  pools: usize,
  batches: usize,
  pairs: u32,
  share: f64,
  weight: f64,
  between: f64,
): void {
  const shares = f64x2.splat(share);
  const weights = f64x2.splat(weight);
  const betweens = f64x2.splat(between);
  for (const end = pools + (<usize>pairs << 5); pools < end; pools += 32, batches += 32) {
    const mean = v128.load(pools);
    const shift = f64x2.sub(v128.load(batches), mean);
    const within = f64x2.mul(weights, v128.load(batches, 16));
    const scatter = f64x2.add(within, f64x2.mul(betweens, f64x2.mul(shift, shift)));
    v128.store(pools, f64x2.add(mean, f64x2.mul(shares, shift)));
    v128.store(pools, f64x2.add(v128.load(pools, 16), scatter), 16);
  }
}

/**
 * Fits (mean, standard deviation) to statistics (mean, scatter); a model whose standard deviation is below `least`
 * stays as it is.
 *
 * @returns whether a standard deviation is below `least`
 */
export function univariateFit(models: usize, statistics: usize, pairs: u32, factor: f64, least: f64): bool {
  const factors = f64x2.splat(factor);
  const leasts = f64x2.splat(least);
  let small = i64x2.splat(0);
  for (const end = models + (<usize>pairs << 5); models < end; models += 32, statistics += 32) {
    const before = v128.load(models, 16);
    const frozen = f64x2.lt(before, leasts);
    const spread = v128.bitselect(before, f64x2.sqrt(f64x2.mul(factors, v128.load(statistics, 16))), frozen);
    v128.store(models, v128.bitselect(v128.load(models), v128.load(statistics), frozen));
    v128.store(models, spread, 16);
    small = v128.or(small, f64x2.lt(spread, leasts));
  }
  return v128.any_true(small);
}

/**
 * Measures models (mean, standard deviation) against the truth, in columns of `column` bytes: mean, sd, squared error
 * of the mean, variance, its ratio to the true one, its logarithm, squared Wasserstein distance, divergence, second
 * moment.
 *
 * @param perTruth inverse of the true variance
 * @param offset 1 less its logarithm
 */
export function univariateMeasure(
  out: usize,
  column: usize,
  models: usize,
  pairs: u32,
  mean: f64,
  sd: f64,
  perTruth: f64,
  offset: f64,
): void {
  if (!measured(true, out, column, models, pairs, mean, sd, perTruth, offset))
    measured(false, out, column, models, pairs, mean, sd, perTruth, offset);
}

/**
 * @param normal whether logarithms are right only where standard deviations are normal numbers above 0, for speed
 * @returns whether they all are
 */
// @ts-ignore: decorator
@inline function measured(
  normal: bool,
  out: usize,
  column: usize,
  models: usize,
  pairs: u32,
  mean: f64,
  sd: f64,
  perTruth: f64,
  offset: f64,
): bool {
  let normals = i64x2.splat(-1);
  const means = f64x2.splat(mean);
  const sds = f64x2.splat(sd);
  const perTruths = f64x2.splat(perTruth);
  const offsets = f64x2.splat(offset);
  for (const end = out + (<usize>pairs << 4); out < end; out += 16, models += 32) {
    const fitted = v128.load(models);
    const spread = v128.load(models, 16);
    const error = f64x2.sub(fitted, means);
    const squared = f64x2.mul(error, error);
    const lack = f64x2.sub(spread, sds);
    const variance = f64x2.mul(spread, spread);
    const ratio = f64x2.mul(variance, perTruths);
    const logarithm = normal ? logOfNormals(spread) : logOfPair(spread);
    if (normal) normals = v128.and(normals, areNormal(spread));
    const logVariance = f64x2.add(logarithm, logarithm);
    const second = f64x2.add(ratio, f64x2.mul(squared, perTruths));
    let to = out;
    v128.store(to, fitted);
    to += column;
    v128.store(to, spread);
    to += column;
    v128.store(to, squared);
    to += column;
    v128.store(to, variance);
    to += column;
    v128.store(to, ratio);
    to += column;
    v128.store(to, logVariance);
    to += column;
    v128.store(to, f64x2.add(squared, f64x2.mul(lack, lack)));
    to += column;
    v128.store(to, f64x2.mul(f64x2.splat(0.5), f64x2.sub(second, f64x2.add(offsets, logVariance))));
    to += column;
    v128.store(to, second);
  }
  return i64x2.all_true(normals);
}
