import { binomialMass } from "./mass";
import { headOf, heads, open } from "./open";
import { block, high, low } from "./philox";

/** Below this mean the search starts at 0. */
const small: f64 = 12.0;
const least: f64 = 1e-300;
/** Up to so many trials a power is made by multiplication. */
const multiplied: f64 = 1024.0;
const rootTwoPi: f64 = 2.5066282746310002;
/** From here on to the middle of the abscissa the ordinate below is under the law everywhere. */
const middle: f64 = 0.07;

/**
 * The binomial count that a uniform number stands for: counts are tried from 0 up, or outwards from the mode, about one
 * standard deviation of them.
 *
 * @param trials whole, 0 to 2^53
 * @returns NaN unless 0 <= p <= 1
 * @source L. Devroye, Non-Uniform Random Variate Generation (1986), III.3 and X.4.2
 */
export function binomialOf(u: f64, trials: f64, p: f64): f64 {
  if (!(p >= 0 && p <= 1.0 && trials >= 0)) return NaN;
  return p > 0.5 ? trials - searched(u, trials, 1.0 - p) : searched(u, trials, p);
}

function searched(u: f64, n: f64, p: f64): f64 {
  if (n == 0 || p == 0) return 0;
  return n * p < small ? fromZero(u, n, p) : fromMode(u, n, p);
}

function fromZero(u: f64, n: f64, p: f64): f64 {
  // Bernoulli's inequality: (1 - p)^n is at least 1 - n·p.
  if (u < 1.0 - n * p) return 0;
  const odds = p / (1.0 - p);
  let rest = u;
  let x: f64 = 0;
  let mass = n <= multiplied ? power(1.0 - p, <u32>n) : Math.exp(n * Math.log1p(-p));
  while (rest >= mass && x < n) {
    rest -= mass;
    x += 1.0;
    mass *= ((n - x + 1.0) / x) * odds;
  }
  return x;
}

/** x to the n, off by less than n roundings. */
// @ts-ignore: decorator
@inline export function power(x: f64, n: u32): f64 {
  let result: f64 = 1.0;
  let square = x;
  for (let bits = n; bits != 0; bits >>= 1) {
    if (bits & 1) result *= square;
    square *= square;
  }
  return result;
}

function fromMode(u: f64, n: f64, p: f64): f64 {
  const odds = p / (1.0 - p);
  const mode = Math.floor((n + 1.0) * p);
  let above = binomialMass(mode, n, p);
  let below = above;
  let high = mode;
  let low = mode;
  let rest = u - above;
  if (rest < 0) return mode;
  // What rounding leaves over of the whole mass belongs to no count: below 1e-15 in all.
  while ((high < n && above >= least) || (low > 0 && below >= least)) {
    if (high < n) {
      above *= ((n - high) / (high + 1.0)) * odds;
      high += 1.0;
      rest -= above;
      if (rest < 0) return high;
    }
    if (low > 0) {
      below *= low / ((n - low + 1.0) * odds);
      low -= 1.0;
      rest -= below;
      if (rest < 0) return low;
    }
  }
  return mode;
}

/**
 * A binomial count, n·p at least 12 and p at most 1/2, from the word of an attempt: its upper 52 bits are the abscissa, the
 * lower 12 begin the ordinate, of which more is drawn where it must be.
 *
 * @source W. Hörmann, The generation of binomial random variates (1993), algorithm BTRS; masses after Loader (2000), with
 *   √(2π)·sd in place of the inverse of the mass at the mode: the hat stays above, and his squeeze below by 0.004 or more
 * @param element whose further attempts are drawn from
 */
export function rejectedBinomial(n: f64, p: f64, element: u32, replicate: u32, first: u64, next: u32): f64 {
  const mean = n * p;
  const sd = Math.sqrt(mean * (1.0 - p));
  const b = 1.15 + 2.53 * sd;
  const a = -0.0873 + 0.0248 * b + 0.01 * p;
  const surely = heads * (0.92 - 4.2 / b) - 1.0;
  let word = first;
  let attempt = next;
  while (true) {
    const u = open(word) - 0.5;
    const us = 0.5 - abs(u);
    const k = Math.floor(((2.0 * a) / us + b) * u + mean + 0.5);
    if (us >= middle && headOf(word) <= surely) return k;
    if (k >= 0 && k <= n) {
      const mass = rootTwoPi * sd * binomialMass(k, n, p);
      const under = (heads * mass * (a / (us * us) + b)) / ((2.83 + 5.1 / b) * sd);
      const ordinate = headOf(word);
      if (ordinate + 1.0 <= under) return k;
      if (ordinate < under) {
        block(element, attempt++, replicate);
        if (ordinate + open(low) <= under) return k;
      }
    }
    block(element, attempt++, replicate);
    word = high;
  }
}
