import { poissonStart, searched } from "./inversion";
import { logPoissonMass, poissonMass } from "./mass";
import { headOf, heads, open } from "./open";
import { block, high, low } from "./philox";

/** Below this mean the search starts at 0. */
const small: f64 = 12.0;
const least: f64 = 1e-300;
/**
 * The Poisson count that a uniform number stands for: counts are tried from 0 up, or outwards from the mode, about one
 * standard deviation of them.
 *
 * @returns NaN unless mean is a finite number of at least 0
 * @source L. Devroye, Non-Uniform Random Variate Generation (1986), III.3 and X.3.2
 */
export function poissonOf(u: f64, mean: f64): f64 {
  if (!(mean >= 0 && mean < Infinity)) return NaN;
  return mean < small ? fromZero(u, mean) : fromMode(u, mean);
}

/** Replaces uniform numbers by the counts they stand for, sums of `times` of each mean; two at a time. */
export function poissonsOf(values: usize, means: usize, n: u32, times: f64): void {
  for (const end = values + (<usize>n << 3); values < end; values += 16, means += 16) {
    const u = v128.load(values);
    const mean = f64x2.mul(v128.load(means), f64x2.splat(times));
    v128.store(values, poissonsOfPair(u, mean));
  }
}

/** {@link poissonOf} of two. */
// @ts-ignore: decorator
@inline export function poissonsOfPair(u: v128, mean: v128): v128 {
  const close = v128.and(f64x2.ge(mean, f64x2.splat(0)), f64x2.lt(mean, f64x2.splat(small)));
  return i64x2.all_true(close) ? searched(u, poissonStart(mean), mean, false) : oneByOne(u, mean);
}

function oneByOne(u: v128, mean: v128): v128 {
  const first = f64x2.splat(poissonOf(f64x2.extract_lane(u, 0), f64x2.extract_lane(mean, 0)));
  return f64x2.replace_lane(first, 1, poissonOf(f64x2.extract_lane(u, 1), f64x2.extract_lane(mean, 1)));
}

function fromZero(u: f64, mean: f64): f64 {
  let rest = u;
  let x: f64 = 0;
  let mass = Math.exp(-mean);
  while (rest >= mass && mass > 0) {
    rest -= mass;
    x += 1.0;
    mass *= mean / x;
  }
  return x;
}

function fromMode(u: f64, mean: f64): f64 {
  const mode = Math.floor(mean);
  let above = poissonMass(mode, mean);
  let below = above;
  let high = mode;
  let low = mode;
  let rest = u - above;
  if (rest < 0) return mode;
  // What rounding leaves over of the whole mass belongs to no count: below 1e-15 in all.
  while (above >= least || (low > 0 && below >= least)) {
    high += 1.0;
    above *= mean / high;
    rest -= above;
    if (rest < 0) return high;
    if (low > 0) {
      below *= low / mean;
      low -= 1.0;
      rest -= below;
      if (rest < 0) return low;
    }
  }
  return mode;
}

/**
 * A Poisson count of mean 12 or more from the word of an attempt: its upper 52 bits are the abscissa, the lower 12 begin the
 * ordinate, of which more is drawn where it must be.
 *
 * @source W. Hörmann, The transformed rejection method for generating Poisson random variables (1993), algorithm PTRS
 */
export function rejectedPoisson(mean: f64, replicate: u32, first: u64, next: u32): f64 {
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const scale = heads / (1.1239 + 1.1328 / (b - 3.4));
  let word = first;
  let attempt = next;
  while (true) {
    const u = open(word) - 0.5;
    const us = 0.5 - abs(u);
    const k = Math.floor(((2.0 * a) / us + b) * u + mean + 0.43);
    if (k >= 0) {
      const under = scale * (a / (us * us) + b) * Math.exp(logPoissonMass(k, mean));
      const ordinate = headOf(word);
      if (ordinate + 1.0 <= under) return k;
      if (ordinate < under) {
        block(0, attempt++, replicate);
        if (ordinate + open(low) <= under) return k;
      }
    }
    block(0, attempt++, replicate);
    word = high;
  }
}
