import { exponential } from "./exponential";
import { ofEither } from "./candidates";
import { logOfPair } from "./logarithm";
import { openPair, wholes } from "./open";

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

/** Fewer trials than this have a mean below a dozen at whatever share, and their counts are always made by inversion. */
export const few: f64 = 24.0;

/**
 * Replaces shares of fewer than `few` trials by counts: the same inversion, two pairs at a time, since one alone waits for its
 * own masses.
 *
 * @param words one a lane; three more may be read behind
 * @param room for 16 bytes a lane, and 64 more
 * @returns whether all are shares, from 0 to 1; otherwise nothing is written
 */
// @ts-ignore: decorator
@inline export function countsOfFew(out: usize, words: usize, room: usize, n: f64, lanes: u32): bool {
  layOutRatios(n);
  const one = f64x2.splat(1);
  const zero = f64x2.splat(0);
  const pairs = (<usize>lanes + 1) >> 1;
  // Behind an odd lane comes what may be no share.
  if ((lanes & 1) != 0) store<f64>(out + (<usize>lanes << 3), 0);
  let shares = i64x2.splat(-1);
  let at = out;
  for (let to = room, end = room + (pairs << 5); to < end; to += 32, at += 16) {
    const own = v128.load(at);
    const rest = f64x2.sub(one, own);
    const p = f64x2.pmin(own, rest);
    shares = v128.and(shares, f64x2.ge(p, zero));
    const q = f64x2.sub(one, p);
    v128.store(to, power(q, <u32>n));
    v128.store(to, f64x2.div(p, q), 16);
  }
  if (!i64x2.all_true(shares)) return false;
  // Behind an odd pair comes another one, of which nothing is kept.
  v128.store(room + (pairs << 5), one);
  v128.store(room + (pairs << 5), zero, 16);
  at = out;
  const last = <usize>n;
  for (const end = out + (pairs << 4); at < end; at += 32, words += 32, room += 64) {
    let rest0 = openPair(v128.load(words));
    let rest1 = openPair(v128.load(words, 16));
    let mass0 = v128.load(room);
    let mass1 = v128.load(room, 32);
    const per0 = v128.load(room, 16);
    const per1 = v128.load(room, 48);
    let count0 = i64x2.splat(0);
    let count1 = i64x2.splat(0);
    let next: usize = 0;
    while (true) {
      let goes0 = i64x2.splat(0);
      let goes1 = i64x2.splat(0);
      for (let step = 0; step < together; step++) {
        const factor = v128.load64_splat(ratios + (next++ << 3));
        rest0 = f64x2.sub(rest0, mass0);
        rest1 = f64x2.sub(rest1, mass1);
        mass0 = f64x2.mul(mass0, f64x2.mul(per0, factor));
        mass1 = f64x2.mul(mass1, f64x2.mul(per1, factor));
        goes0 = f64x2.ge(rest0, zero);
        goes1 = f64x2.ge(rest1, zero);
        count0 = i64x2.sub(count0, goes0);
        count1 = i64x2.sub(count1, goes1);
      }
      if (next >= last || !v128.any_true(v128.or(goes0, goes1))) break;
    }
    putCounts(at, count0, n);
    if (at + 16 < end) putCounts(at + 16, count1, n);
  }
  return true;
}

/** Counts of what is rarer in place of shares. What rounding leaves over of the whole mass belongs to no count. */
// @ts-ignore: decorator
@inline function putCounts(at: usize, count: v128, n: f64): void {
  v128.store(at, ofEither(f64x2.pmin(wholes(count), f64x2.splat(n)), n, v128.load(at)));
}

/** x to the n, off by less than n roundings. */
// @ts-ignore: decorator
@inline function power(x: v128, n: u32): v128 {
  let result = f64x2.splat(1);
  let square = x;
  for (let bits = n; bits != 0; bits >>= 1) {
    if (bits & 1) result = f64x2.mul(result, square);
    square = f64x2.mul(square, square);
  }
  return result;
}
