import { logPoissonMass, poissonMass } from "./mass";
import { open } from "./open";
import { block, blocks, high, low } from "./philox";

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

/** A Poisson count from the two words of an element's block. */
function poisson(mean: f64, element: u32, replicate: u32, first: u64, second: u64): f64 {
  return mean >= small && mean < Infinity
    ? rejecting(mean, element, replicate, first, second)
    : poissonOf(open(first), mean);
}

/** @source W. Hörmann, The transformed rejection method for generating Poisson random variables (1993), algorithm PTRS */
function rejecting(mean: f64, element: u32, replicate: u32, first: u64, second: u64): f64 {
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const sure = 0.9277 - 3.6224 / (b - 2.0);
  let one = first;
  let two = second;
  let attempt: u32 = 1;
  while (true) {
    const u = open(one) - 0.5;
    const v = open(two);
    const us = 0.5 - abs(u);
    const k = Math.floor(((2.0 * a) / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= sure) return k;
    if (k >= 0 && (us >= 0.013 || v <= us)) {
      const alpha = 1.1239 + 1.1328 / (b - 3.4);
      if (Math.log((v * alpha) / (a / (us * us) + b)) <= logPoissonMass(k, mean)) return k;
    }
    block(element, attempt++, replicate);
    one = low;
    two = high;
  }
}

/** Poisson counts; means move on by `step` bytes. */
export function poissons(
  out: usize,
  scratch: usize,
  means: usize,
  step: usize,
  replicate: u32,
  lanes: u32,
  first: u32,
  n: u32,
): void {
  const count = n * lanes;
  blocks(scratch, replicate, first, n, count);
  for (let i: u32 = 0; i < count; i++) {
    const from = scratch + ((<usize>i) << 4);
    const value = poisson(
      load<f64>(means),
      first + (i % n),
      replicate + i / n,
      load<u64>(from),
      load<u64>(from, 8),
    );
    store<f64>(out + ((<usize>i) << 3), value);
    means += step;
  }
}
