import { exponential } from "./exponential";
import { logOfPair } from "./logarithm";

// Counts of small mean that two uniform numbers stand for: those from 0 up are tried in both at once.

/** So many counts are tried before anybody asks whether both are found. */
const together = 4;
/** Factors from one mass to the next are kept up to this count; it divides by `together`, and hardly a count goes beyond. */
const kept: usize = 64;
const inverses: usize = memory.data(kept << 3, 16);
const ratios: usize = memory.data(kept << 3, 16);
let trials: f64 = 0;

/** Computes what Poisson counts need; called once, when the module is made. */
export function layOutInverses(): void {
  for (let k: usize = 0; k < kept; k++) store<f64>(inverses + (k << 3), 1.0 / <f64>(k + 1));
}

/** Computes what binomial counts of so many trials need. */
export function layOutRatios(n: f64): void {
  if (trials == n) return;
  trials = n;
  for (let k: usize = 0; k < kept; k++) store<f64>(ratios + (k << 3), (n - <f64>k) / <f64>(k + 1));
}

/** Probabilities of a Poisson count of 0. */
// @ts-ignore: decorator
@inline export function poissonStart(mean: v128): v128 {
  return exponential(f64x2.neg(mean));
}

/** Probabilities of a binomial count of 0. @param p from 0 to 1/2 */
// @ts-ignore: decorator
@inline export function binomialStart(n: f64, p: v128): v128 {
  const one = f64x2.splat(1);
  const q = f64x2.sub(one, p);
  // log(1 - p), exact also where 1 - p is not.
  const loss = f64x2.sub(one, q);
  const exact = f64x2.mul(logOfPair(q), f64x2.div(p, loss));
  const log = v128.bitselect(f64x2.neg(p), exact, f64x2.eq(loss, f64x2.splat(0)));
  return exponential(f64x2.mul(f64x2.splat(n), log));
}

/**
 * Counts of mean at most some dozens.
 *
 * @param start the probability of 0
 * @param per what a mass is multiplied by towards the next one, beside a factor: Poisson means, or binomial odds
 * @param isBinomial of as many trials as factors were laid out for
 * @source L. Devroye, Non-Uniform Random Variate Generation (1986), X.3.2 and X.4.2
 */
// @ts-ignore: decorator
@inline export function searched(u: v128, start: v128, per: v128, isBinomial: bool): v128 {
  const zero = f64x2.splat(0);
  const one = f64x2.splat(1);
  let rest = u;
  let mass = start;
  let count = zero;
  let goes = zero;
  let next: usize = 0;
  do {
    for (let step = 0; step < together; step++) {
      // Once below 0 it stays there. What rounding leaves over of the whole mass belongs to no count.
      rest = f64x2.sub(rest, mass);
      goes = v128.and(f64x2.ge(rest, zero), f64x2.gt(mass, zero));
      count = f64x2.add(count, v128.and(one, goes));
      mass = f64x2.mul(mass, f64x2.mul(per, f64x2.splat(factor(next++, isBinomial))));
    }
  } while (v128.any_true(goes));
  return count;
}

/** What a mass is multiplied by towards the next one, beside the mean or the odds. */
// @ts-ignore: decorator
@inline function factor(k: usize, isBinomial: bool): f64 {
  if (k < kept) return load<f64>((isBinomial ? ratios : inverses) + (k << 3));
  return (isBinomial ? max(trials - <f64>k, 0) : 1.0) / <f64>(k + 1);
}
