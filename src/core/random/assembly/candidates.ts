import { exponential } from "./exponential";
import { logOfNormals } from "./logarithm";
import { heads, wholes } from "./open";

// Candidates of transformed rejection and verdicts on them, two lanes at a time, in three passes over all pairs: where one
// pass did all, each step would wait for the one before it.

/** Bytes of a pair between the passes: candidates, two ratios or an exponent, weights of their masses, heads of ordinates. */
export const ofPair: usize = 80;
/** Verdicts, where the ratios were; a lane with neither is drawn alone. */
export const verdicts: usize = 16;
export const accepted: i64 = -1;
export const rejected: i64 = 1;

/** Masses are off by less than this, from this count on. */
const rough: f64 = 1e-5;
const fewest: f64 = 6.0;
const rootTwoPi: f64 = 2.5066282746310002;
/** Abscissas nearer to an end than this are never accepted at once. */
const edge: f64 = 0.07;

/**
 * Candidates from words, and which of them are accepted whatever their masses: from mean 12 on their chance is at least
 * (0.915·b - 6.05 + 11·us) / b, or (0.92·b - 5.15 + 9.5·us) / b of Poisson laws, off the ends.
 *
 * @param at where counts are written in place of their means or shares, where accepted
 * @returns which they are
 * @source the squeeze of Hörmann's BTRS and PTRS (1993), with a bound that rises towards the middle
 */
// @ts-ignore: decorator
@inline export function takeAtOnce(at: usize, own: v128, word: v128, isBinomial: bool, trials: f64): v128 {
  const half = f64x2.splat(0.5);
  const share = isBinomial ? rarer(own) : own;
  const mean = isBinomial ? f64x2.mul(f64x2.splat(trials), share) : own;
  const u = f64x2.sub(uniform(word), half);
  const us = f64x2.sub(half, f64x2.abs(u));
  const b = widthOf(deviationOf(mean, share, isBinomial), isBinomial);
  const k = candidate(u, us, steepOf(b, share, isBinomial), b, mean, isBinomial);
  const least = f64x2.add(line(isBinomial ? -6.05 : -5.15, isBinomial ? 0.915 : 0.92, b), line(0, isBinomial ? 11.0 : 9.5, us));
  const ordinate = f64x2.mul(f64x2.add(headsOf(word), f64x2.splat(1)), b);
  const sure = v128.and(f64x2.le(ordinate, f64x2.mul(f64x2.splat(heads), least)), f64x2.ge(us, f64x2.splat(edge)));
  v128.store(at, v128.bitselect(isBinomial ? ofEither(k, trials, own) : k, own, sure));
  return sure;
}

/** First pass: candidates from words, and all about them but their masses. */
// @ts-ignore: decorator
@inline export function propose(to: usize, own: v128, word: v128, isBinomial: bool, trials: f64): void {
  const half = f64x2.splat(0.5);
  const n = f64x2.splat(trials);
  const share = isBinomial ? rarer(own) : own;
  const mean = isBinomial ? f64x2.mul(n, share) : own;
  const sd = deviationOf(mean, share, isBinomial);
  const u = f64x2.sub(uniform(word), half);
  const us = f64x2.sub(half, f64x2.abs(u));
  const b = widthOf(sd, isBinomial);
  const a = steepOf(b, share, isBinomial);
  const k = candidate(u, us, a, b, mean, isBinomial);
  // a/us² + b over (2.83 + 5.1/b)·sd or (1.1239 + 1.1328/(b - 3.4))·√(2π)·sd, as one fraction.
  const square = f64x2.mul(us, us);
  const hat = f64x2.add(a, f64x2.mul(b, square));
  const over = isBinomial ? b : line(-3.4, 1.0, b);
  const ceiling = isBinomial ? line(5.1, 2.83, b) : line(1.1328 * rootTwoPi, 1.1239 * rootTwoPi, over);
  const weight = f64x2.div(
    f64x2.mul(hat, f64x2.mul(over, f64x2.splat(heads))),
    f64x2.mul(f64x2.mul(ceiling, sd), square),
  );
  v128.store(to, k);
  v128.store(to, f64x2.div(atLeastOne(k), mean), 16);
  if (isBinomial) v128.store(to, f64x2.div(atLeastOne(f64x2.sub(n, k)), f64x2.sub(n, mean)), 32);
  else v128.store(to, mean, 32);
  v128.store(to, weight, 48);
  v128.store(to, headsOf(word), 64);
}

/** Second pass: logarithms of √(2π)·sd times the masses, by Stirling's formula. */
// @ts-ignore: decorator
@inline export function weigh(at: usize, isBinomial: bool, trials: f64): void {
  const k = v128.load(at);
  const x = atLeastOne(k);
  const ones = f64x2.mul(f64x2.add(x, f64x2.splat(0.5)), logOfNormals(v128.load(at, 16)));
  const beside = v128.load(at, 32);
  if (isBinomial) {
    const y = atLeastOne(f64x2.sub(f64x2.splat(trials), k));
    const zeros = f64x2.mul(f64x2.add(y, f64x2.splat(0.5)), logOfNormals(beside));
    v128.store(at, f64x2.neg(f64x2.add(f64x2.add(ones, zeros), f64x2.add(stirlingError(x), stirlingError(y)))), 16);
  } else v128.store(at, f64x2.sub(f64x2.sub(f64x2.sub(x, beside), ones), stirlingError(x)), 16);
}

/** Third pass: verdicts. */
// @ts-ignore: decorator
@inline export function judge(at: usize, own: v128, isBinomial: bool, trials: f64): void {
  const k = v128.load(at);
  const under = f64x2.mul(exponential(v128.load(at, 16)), v128.load(at, 48));
  const head = v128.load(at, 64);
  const most = f64x2.splat(isBinomial ? trials - fewest : Infinity);
  const known = v128.and(f64x2.ge(k, f64x2.splat(fewest)), f64x2.le(k, most));
  const surely = f64x2.le(f64x2.add(head, f64x2.splat(1)), f64x2.mul(under, f64x2.splat(1.0 - rough)));
  const hardly = f64x2.ge(head, f64x2.mul(under, f64x2.splat(1.0 + rough)));
  if (isBinomial) v128.store(at, ofEither(k, trials, own));
  v128.store(at, v128.and(known, v128.or(surely, v128.and(hardly, i64x2.splat(rejected)))), verdicts);
}

// @ts-ignore: decorator
@inline function deviationOf(mean: v128, share: v128, isBinomial: bool): v128 {
  return f64x2.sqrt(isBinomial ? f64x2.mul(mean, f64x2.sub(f64x2.splat(1), share)) : mean);
}

/** Hörmann's b. */
// @ts-ignore: decorator
@inline function widthOf(sd: v128, isBinomial: bool): v128 {
  return line(isBinomial ? 1.15 : 0.931, 2.53, sd);
}

/** Hörmann's a. */
// @ts-ignore: decorator
@inline function steepOf(b: v128, share: v128, isBinomial: bool): v128 {
  if (!isBinomial) return line(-0.059, 0.02483, b);
  return f64x2.add(line(-0.0873, 0.0248, b), f64x2.mul(f64x2.splat(0.01), share));
}

// @ts-ignore: decorator
@inline function candidate(u: v128, us: v128, a: v128, b: v128, mean: v128, isBinomial: bool): v128 {
  const slope = f64x2.add(f64x2.div(f64x2.add(a, a), us), b);
  return f64x2.floor(f64x2.add(f64x2.add(f64x2.mul(slope, u), mean), f64x2.splat(isBinomial ? 0.5 : 0.43)));
}

/** What `headOf` makes of words. */
// @ts-ignore: decorator
@inline function headsOf(word: v128): v128 {
  return wholes(v128.and(word, i64x2.splat(4095)));
}

// @ts-ignore: decorator
@inline function atLeastOne(x: v128): v128 {
  return f64x2.pmax(x, f64x2.splat(1));
}

/** log x! less Stirling's formula, off by less than 1e-7 from `fewest` on. */
// @ts-ignore: decorator
@inline function stirlingError(x: v128): v128 {
  const inverse = f64x2.div(f64x2.splat(1), x);
  const square = f64x2.mul(inverse, inverse);
  return f64x2.mul(inverse, line(1.0 / 12.0, -1.0 / 360.0, square));
}

// @ts-ignore: decorator
@inline function line(constant: f64, slope: f64, x: v128): v128 {
  return f64x2.add(f64x2.splat(constant), f64x2.mul(f64x2.splat(slope), x));
}

/** The smaller one of a share and the rest. */
// @ts-ignore: decorator
@inline export function rarer(share: v128): v128 {
  return f64x2.pmin(share, f64x2.sub(f64x2.splat(1), share));
}

/** Counts of what is rarer as counts of the share itself. */
// @ts-ignore: decorator
@inline export function ofEither(count: v128, trials: f64, share: v128): v128 {
  return v128.bitselect(count, f64x2.sub(f64x2.splat(trials), count), f64x2.le(share, f64x2.splat(0.5)));
}

/** What `open` makes of words. */
// @ts-ignore: decorator
@inline export function uniform(word: v128): v128 {
  return f64x2.mul(
    f64x2.add(wholes(i64x2.shr_u(word, 12)), f64x2.splat(0.5)),
    f64x2.splat(2.220446049250313e-16),
  );
}
