import { logOfPair } from "./logarithm";

// Laws with one parameter, their mean, in pairs of lanes. Measures stand in columns of `column` bytes.

/** Adds `weight` times sums to pools. */
export function meansMerge(pools: usize, sums: usize, pairs: u32, weight: f64): void {
  for (const end = pools + (<usize>pairs << 4); pools < end; pools += 16, sums += 16)
    v128.store(pools, f64x2.add(v128.load(pools), f64x2.mul(f64x2.splat(weight), v128.load(sums))));
}

/**
 * Fits means to sums of `size` observations; a mean that is not from `least` to `most` stays as it is.
 *
 * @returns whether there is such a mean then
 */
export function meansFit(models: usize, sums: usize, pairs: u32, size: f64, least: f64, most: f64): bool {
  let outside = i64x2.splat(0);
  for (const end = models + (<usize>pairs << 4); models < end; models += 16, sums += 16) {
    const before = v128.load(models);
    const mean = f64x2.div(v128.load(sums), f64x2.splat(size));
    const fitted = v128.bitselect(before, mean, isOutside(before, least, most));
    v128.store(models, fitted);
    outside = v128.or(outside, isOutside(fitted, least, most));
  }
  return v128.any_true(outside);
}

// @ts-ignore: decorator
@inline function isOutside(mean: v128, least: f64, most: f64): v128 {
  return v128.or(f64x2.lt(mean, f64x2.splat(least)), f64x2.gt(mean, f64x2.splat(most)));
}

/** Share, squared error, variance, heterozygosity, whether it is above 0, and below 1 as well. */
export function sharesMeasure(out: usize, column: usize, means: usize, pairs: u32, truth: f64): void {
  const one = f64x2.splat(1);
  for (const end = means + (<usize>pairs << 4); means < end; means += 16, out += 16) {
    const p = v128.load(means);
    const variance = f64x2.mul(p, f64x2.sub(one, p));
    const nonzero = v128.and(f64x2.ne(p, f64x2.splat(0)), one);
    v128.store(out, p);
    v128.store(out + column, squaredError(p, truth));
    v128.store(out + 2 * column, variance);
    v128.store(out + 3 * column, f64x2.add(variance, variance));
    v128.store(out + 4 * column, nonzero);
    v128.store(out + 5 * column, v128.and(f64x2.ne(p, one), nonzero));
  }
}

/** Mean, squared error, whether it is above 0, and the probability 1/(1 + mean) of a geometric law. */
export function countsMeasure(out: usize, column: usize, means: usize, pairs: u32, truth: f64): void {
  const one = f64x2.splat(1);
  for (const end = means + (<usize>pairs << 4); means < end; means += 16, out += 16) {
    const mean = v128.load(means);
    v128.store(out, mean);
    v128.store(out + column, squaredError(mean, truth));
    v128.store(out + 2 * column, v128.and(f64x2.ne(mean, f64x2.splat(0)), one));
    v128.store(out + 3 * column, f64x2.div(one, f64x2.add(one, mean)));
  }
}

/** Mean, inverse, logarithm, squared error, and distance of the inverse from the true one. */
export function waitsMeasure(out: usize, column: usize, means: usize, pairs: u32, truth: f64): void {
  const rateOfTruth = f64x2.splat(1.0 / truth);
  for (const end = means + (<usize>pairs << 4); means < end; means += 16, out += 16) {
    const mean = v128.load(means);
    const rate = f64x2.div(f64x2.splat(1), mean);
    v128.store(out, mean);
    v128.store(out + column, rate);
    v128.store(out + 2 * column, logOfPair(mean));
    v128.store(out + 3 * column, squaredError(mean, truth));
    v128.store(out + 4 * column, f64x2.abs(f64x2.sub(rate, rateOfTruth)));
  }
}

/** Of the inverse of the mean: itself, its ratio to the true one, logarithm, squared error and distance. */
export function exponentsMeasure(out: usize, column: usize, means: usize, pairs: u32, truth: f64): void {
  for (const end = means + (<usize>pairs << 4); means < end; means += 16, out += 16) {
    const mean = v128.load(means);
    const exponent = f64x2.div(f64x2.splat(1), mean);
    v128.store(out, exponent);
    v128.store(out + column, f64x2.div(exponent, f64x2.splat(truth)));
    v128.store(out + 2 * column, f64x2.neg(logOfPair(mean)));
    v128.store(out + 3 * column, squaredError(exponent, truth));
    v128.store(out + 4 * column, f64x2.abs(f64x2.sub(exponent, f64x2.splat(truth))));
  }
}

// @ts-ignore: decorator
@inline function squaredError(value: v128, truth: f64): v128 {
  const error = f64x2.sub(value, f64x2.splat(truth));
  return f64x2.mul(error, error);
}
