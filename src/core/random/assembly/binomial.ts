import { binomialMass, logPoissonMass } from "./mass";
import { open } from "./open";
import { block, blocks, high, low } from "./philox";

/** Below this mean the search starts at 0. */
const small: f64 = 12.0;
const least: f64 = 1e-300;
/** So close to the mode a ratio of masses is cheaper as a product. */
const near: f64 = 24.0;

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
  const odds = p / (1.0 - p);
  let rest = u;
  let x: f64 = 0;
  let mass = Math.exp(n * Math.log1p(-p));
  while (rest >= mass && x < n) {
    rest -= mass;
    x += 1.0;
    mass *= ((n - x + 1.0) / x) * odds;
  }
  return x;
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

/** A binomial count from the two words of an element's block. */
function binomial(trials: f64, p: f64, element: u32, replicate: u32, first: u64, second: u64): f64 {
  const rare = min(p, 1.0 - p);
  if (!(trials * rare >= small)) return binomialOf(open(first), trials, p);
  const count = rejecting(trials, rare, element, replicate, first, second);
  return p > 0.5 ? trials - count : count;
}

/** @source W. Hörmann, The generation of binomial random variates (1993), algorithm BTRS; masses after Loader (2000) */
function rejecting(n: f64, p: f64, element: u32, replicate: u32, first: u64, second: u64): f64 {
  const mean = n * p;
  const sd = Math.sqrt(mean * (1.0 - p));
  const b = 1.15 + 2.53 * sd;
  const a = -0.0873 + 0.0248 * b + 0.01 * p;
  const c = mean + 0.5;
  const sure = 0.92 - 4.2 / b;
  let one = first;
  let two = second;
  let attempt: u32 = 1;
  while (true) {
    const u = open(one) - 0.5;
    const v = open(two);
    const us = 0.5 - abs(u);
    const k = Math.floor(((2.0 * a) / us + b) * u + c);
    if (us >= 0.07 && v <= sure) return k;
    if (k >= 0 && k <= n) {
      const under = (v * (2.83 + 5.1 / b) * sd) / (a / (us * us) + b);
      const mode = Math.floor((n + 1.0) * p);
      if (abs(k - mode) <= near ? under <= ratio(k, mode, n, p) : Math.log(under) <= logRatio(k, mode, n, p))
        return k;
    }
    block(element, attempt++, replicate);
    one = low;
    two = high;
  }
}

/** The mass at k over the mass at the mode, count by count. */
function ratio(k: f64, mode: f64, n: f64, p: f64): f64 {
  const odds = p / (1.0 - p);
  let product: f64 = 1.0;
  for (let x = min(k, mode) + 1.0; x <= max(k, mode); x += 1.0) product *= ((n - x + 1.0) / x) * odds;
  return k > mode ? product : 1.0 / product;
}

/** Its logarithm, from the masses. */
function logRatio(k: f64, mode: f64, n: f64, p: f64): f64 {
  const mean = n * p;
  const other = n * (1.0 - p);
  const successes = logPoissonMass(k, mean) - logPoissonMass(mode, mean);
  return successes + (logPoissonMass(n - k, other) - logPoissonMass(n - mode, other));
}

/** Binomial counts; numbers of trials and probabilities move on by `trialsStep` and `pStep` bytes. */
export function binomials(
  out: usize,
  scratch: usize,
  trials: usize,
  trialsStep: usize,
  p: usize,
  pStep: usize,
  replicate: u32,
  lanes: u32,
  first: u32,
  n: u32,
): void {
  const count = n * lanes;
  blocks(scratch, replicate, first, n, count);
  for (let i: u32 = 0; i < count; i++) {
    const from = scratch + ((<usize>i) << 4);
    const element = first + (i % n);
    const value = binomial(
      load<f64>(trials),
      load<f64>(p),
      element,
      replicate + i / n,
      load<u64>(from),
      load<u64>(from, 8),
    );
    store<f64>(out + ((<usize>i) << 3), value);
    trials += trialsStep;
    p += pStep;
  }
}
