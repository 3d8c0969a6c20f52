import { exponential } from "./exponential";
import { logOfPair } from "./logarithm";

// Counts of small mean that two uniform numbers stand for: those from 0 up are tried in both at once.

/** So many counts are tried before anybody asks whether both are found. */
const together = 4;

/**
 * Poisson counts.
 *
 * @param mean from 0 to some dozens
 * @source L. Devroye, Non-Uniform Random Variate Generation (1986), X.3.2
 */
// @ts-ignore: decorator
@inline export function poissonPair(u: v128, mean: v128): v128 {
  let rest = u;
  let mass = exponential(f64x2.neg(mean));
  let count = f64x2.splat(0);
  let goes = f64x2.ge(rest, mass);
  let next: f64 = 1.0;
  do {
    for (let step = 0; step < together; step++) {
      rest = f64x2.sub(rest, v128.and(mass, goes));
      count = f64x2.add(count, v128.and(f64x2.splat(1), goes));
      mass = f64x2.mul(mass, f64x2.mul(mean, f64x2.splat(1.0 / next)));
      next += 1.0;
      goes = v128.and(goes, f64x2.ge(rest, mass));
    }
    // What rounding leaves over of the whole mass belongs to no count.
    goes = v128.and(goes, f64x2.gt(mass, f64x2.splat(0)));
  } while (v128.any_true(goes));
  return count;
}

/**
 * Binomial counts.
 *
 * @param p from 0 to 1/2, such that n·p is at most some dozens
 * @source L. Devroye, Non-Uniform Random Variate Generation (1986), X.4.2
 */
// @ts-ignore: decorator
@inline export function binomialPair(u: v128, n: f64, p: v128): v128 {
  const one = f64x2.splat(1);
  const q = f64x2.sub(one, p);
  const odds = f64x2.div(p, q);
  // log(1 - p), exact also where 1 - p is not.
  const loss = f64x2.sub(one, q);
  const exact = f64x2.mul(logOfPair(q), f64x2.div(p, loss));
  const log = v128.bitselect(f64x2.neg(p), exact, f64x2.eq(loss, f64x2.splat(0)));
  let rest = u;
  let mass = exponential(f64x2.mul(f64x2.splat(n), log));
  let count = f64x2.splat(0);
  let goes = f64x2.ge(rest, mass);
  let next: f64 = 1.0;
  do {
    for (let step = 0; step < together; step++) {
      rest = f64x2.sub(rest, v128.and(mass, goes));
      count = f64x2.add(count, v128.and(one, goes));
      mass = f64x2.mul(mass, f64x2.mul(odds, f64x2.splat((n - next + 1.0) / next)));
      next += 1.0;
      goes = v128.and(goes, f64x2.ge(rest, mass));
    }
    goes = v128.and(goes, f64x2.gt(mass, f64x2.splat(0)));
  } while (v128.any_true(goes));
  return f64x2.pmin(count, f64x2.splat(n));
}
