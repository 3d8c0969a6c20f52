import { binomialOf, rejectedBinomial } from "./binomial";
import { exponential } from "./exponential";
import { binomialPair, poissonPair } from "./inversion";
import { logOfPair } from "./logarithm";
import { heads, open } from "./open";
import { blocksOfList } from "./philox";
import { poissonOf, rejectedPoisson } from "./poisson";

// Counts by transformed rejection, two lanes at a time. Abscissas, counts and masses of all lanes are computed first, without
// a branch, the masses by Stirling's formula and so a little off. Then each lane is looked at: where that leaves open whether
// a count is accepted, it is drawn alone, from the same word; where it is rejected, it takes part in the next round.

/** Below this mean counts are made by inversion. */
const small: f64 = 12.0;
/** Up to this mean, and number of trials, masses are off by less than `rough`; from this count on. */
const largest: f64 = 1e9;
const rough: f64 = 1e-5;
const fewest: f64 = 6.0;
const rootTwoPi: f64 = 2.5066282746310002;
/** Verdicts on candidates; a lane with neither is drawn alone. */
const accepted: i64 = -1;
const rejected: i64 = 1;

/**
 * Replaces means, or shares of a number of trials, by counts.
 *
 * @param words one a lane; overwritten
 * @param room for 20 bytes a lane, and 64 more
 */
// @ts-ignore: decorator
@inline export function counts(
  out: usize,
  words: usize,
  room: usize,
  isBinomial: bool,
  trials: f64,
  replicate: u32,
  lanes: u32,
): void {
  const list = room + ((<usize>lanes + 3) << 4);
  let large: u32 = 0;
  let others: u32 = lanes;
  for (let lane: u32 = 0; lane < lanes; lane++) {
    const own = load<f64>(out + (<usize>lane << 3));
    const mean = isBinomial ? trials * min(own, 1.0 - own) : own;
    // Nothing is drawn where there is nothing to decide: a share is 0 or 1.
    store<f64>(out + (<usize>lane << 3), mean == 0 ? (isBinomial ? trials * own : 0) : own);
    const isLarge = u32(mean >= small) & u32(max(mean, trials) <= largest);
    const isOther = (1 - isLarge) & u32(mean != 0);
    others -= isOther;
    store<u32>(list + (<usize>(isOther ? others : large) << 2), lane);
    large += isLarge;
  }
  for (let i = others; i < lanes; i += 2) {
    const one = load<u32>(list + (<usize>i << 2));
    const two = load<u32>(list + (<usize>min(i + 1, lanes - 1) << 2));
    const at = <usize>one << 3;
    const beside = <usize>two << 3;
    const own = pair(out + at, out + beside);
    const share = isBinomial ? rarer(own) : own;
    const close = f64x2.lt(f64x2.mul(share, f64x2.splat(isBinomial ? trials : 1)), f64x2.splat(small));
    if (i64x2.all_true(v128.and(close, f64x2.ge(share, f64x2.splat(0))))) {
      const u = uniform(pair(words + at, words + beside));
      const count = isBinomial ? ofEither(binomialPair(u, trials, share), trials, own) : poissonPair(u, own);
      v128.store64_lane(out + at, count, 0);
      v128.store64_lane(out + beside, count, 1);
    } else {
      const last = load<f64>(out + beside);
      store<f64>(out + at, alone(isBinomial, trials, load<f64>(out + at), replicate + one, load<u64>(words + at), 1));
      if (two != one) store<f64>(out + beside, alone(isBinomial, trials, last, replicate + two, load<u64>(words + beside), 1));
    }
  }
  for (let attempt: u32 = 1; large > 0; attempt++) {
    for (let i: u32 = 0; i < large; i += 2) {
      const one = <usize>load<u32>(list + (<usize>i << 2)) << 3;
      const two = <usize>load<u32>(list + (<usize>min(i + 1, large - 1) << 2)) << 3;
      candidates(room + (<usize>i << 4), pair(out + one, out + two), pair(words + one, words + two), isBinomial, trials);
    }
    let left: u32 = 0;
    for (let i: u32 = 0; i < large; i++) {
      const lane = load<u32>(list + (<usize>i << 2));
      const at = out + (<usize>lane << 3);
      const from = room + (<usize>(i & ~1) << 4) + (<usize>(i & 1) << 3);
      const verdict = load<i64>(from, 16);
      if (verdict == accepted) store<f64>(at, load<f64>(from));
      else if (verdict == rejected) {
        store<u32>(list + (<usize>left << 2), lane);
        left++;
      } else {
        const word = load<u64>(words + (<usize>lane << 3));
        store<f64>(at, alone(isBinomial, trials, load<f64>(at), replicate + lane, word, attempt));
      }
    }
    large = left;
    blocksOfList(room, list, left, attempt, replicate);
    for (let i: u32 = 0; i < left; i++)
      store<u64>(words + (<usize>load<u32>(list + (<usize>i << 2)) << 3), load<u64>(room + (<usize>i << 4), 8));
  }
}

/** Writes two counts and the verdicts on them. */
// @ts-ignore: decorator
@inline function candidates(to: usize, own: v128, word: v128, isBinomial: bool, trials: f64): void {
  const one = f64x2.splat(1);
  const half = f64x2.splat(0.5);
  const n = f64x2.splat(trials);
  const share = isBinomial ? rarer(own) : own;
  const mean = isBinomial ? f64x2.mul(n, share) : own;
  const sd = f64x2.sqrt(isBinomial ? f64x2.mul(mean, f64x2.sub(one, share)) : mean);
  const u = f64x2.sub(uniform(word), half);
  const us = f64x2.sub(half, f64x2.abs(u));
  const perUs = f64x2.div(one, us);
  const b = line(isBinomial ? 1.15 : 0.931, 2.53, sd);
  let a = isBinomial ? line(-0.0873, 0.0248, b) : line(-0.059, 0.02483, b);
  if (isBinomial) a = f64x2.add(a, f64x2.mul(f64x2.splat(0.01), share));
  const slope = f64x2.add(f64x2.div(f64x2.add(a, a), us), b);
  const k = f64x2.floor(f64x2.add(f64x2.add(f64x2.mul(slope, u), mean), f64x2.splat(isBinomial ? 0.5 : 0.43)));
  const hat = f64x2.add(f64x2.mul(f64x2.mul(a, perUs), perUs), b);
  // (2.83 + 5.1/b)·sd or (1.1239 + 1.1328/(b - 3.4))·√(2π)·sd, as a numerator over a denominator.
  const over = isBinomial ? b : line(-3.4, 1.0, b);
  const ceiling = isBinomial ? line(5.1, 2.83, b) : line(1.1328 * rootTwoPi, 1.1239 * rootTwoPi, over);
  const mass = exponential(isBinomial ? logBinomial(k, n, mean) : logPoisson(k, mean));
  const under = f64x2.div(
    f64x2.mul(f64x2.mul(mass, hat), f64x2.mul(over, f64x2.splat(heads))),
    f64x2.mul(ceiling, sd),
  );
  const head = whole(v128.and(word, i64x2.splat(4095)));
  const most = f64x2.splat(isBinomial ? trials - fewest : Infinity);
  const known = v128.and(f64x2.ge(k, f64x2.splat(fewest)), f64x2.le(k, most));
  const surely = f64x2.le(f64x2.add(head, one), f64x2.mul(under, f64x2.splat(1.0 - rough)));
  const hardly = f64x2.ge(head, f64x2.mul(under, f64x2.splat(1.0 + rough)));
  v128.store(to, isBinomial ? ofEither(k, trials, own) : k);
  v128.store(to, v128.and(known, v128.or(surely, v128.and(hardly, i64x2.splat(rejected)))), 16);
}

/** A lane's count, whatever its mean, from the word of an attempt. */
// @ts-ignore: decorator
@inline function alone(isBinomial: bool, trials: f64, own: f64, replicate: u32, word: u64, attempt: u32): f64 {
  if (!isBinomial)
    return own >= small && own < Infinity ? rejectedPoisson(own, replicate, word, attempt) : poissonOf(open(word), own);
  const rare = min(own, 1.0 - own);
  if (!(trials * rare >= small)) return binomialOf(open(word), trials, own);
  const count = rejectedBinomial(trials, rare, replicate, word, attempt);
  return own > 0.5 ? trials - count : count;
}

/** √(2π)·sd times the mass, its logarithm. */
// @ts-ignore: decorator
@inline function logPoisson(k: v128, mean: v128): v128 {
  const x = f64x2.pmax(k, f64x2.splat(1));
  const log = logOfPair(f64x2.div(x, mean));
  const main = f64x2.sub(f64x2.sub(x, mean), f64x2.mul(f64x2.add(x, f64x2.splat(0.5)), log));
  return f64x2.sub(main, stirlingError(x));
}

// @ts-ignore: decorator
@inline function logBinomial(k: v128, n: v128, mean: v128): v128 {
  const x = f64x2.pmax(k, f64x2.splat(1));
  const y = f64x2.pmax(f64x2.sub(n, k), f64x2.splat(1));
  const ones = f64x2.mul(f64x2.add(x, f64x2.splat(0.5)), logOfPair(f64x2.div(x, mean)));
  const zeros = f64x2.mul(f64x2.add(y, f64x2.splat(0.5)), logOfPair(f64x2.div(y, f64x2.sub(n, mean))));
  return f64x2.neg(f64x2.add(f64x2.add(ones, zeros), f64x2.add(stirlingError(x), stirlingError(y))));
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

// @ts-ignore: decorator
@inline function pair(one: usize, two: usize): v128 {
  return v128.load64_lane(two, v128.load64_zero(one), 1);
}

/** The smaller one of a share and the rest. */
// @ts-ignore: decorator
@inline function rarer(share: v128): v128 {
  return f64x2.pmin(share, f64x2.sub(f64x2.splat(1), share));
}

/** Counts of what is rarer as counts of the share itself. */
// @ts-ignore: decorator
@inline function ofEither(count: v128, trials: f64, share: v128): v128 {
  return v128.bitselect(count, f64x2.sub(f64x2.splat(trials), count), f64x2.le(share, f64x2.splat(0.5)));
}

/** What `open` makes of words. */
// @ts-ignore: decorator
@inline function uniform(word: v128): v128 {
  return f64x2.mul(
    f64x2.add(whole(i64x2.shr_u(word, 12)), f64x2.splat(0.5)),
    f64x2.splat(2.220446049250313e-16),
  );
}

/** Numbers below 2^52 as doubles. */
// @ts-ignore: decorator
@inline function whole(bits: v128): v128 {
  return f64x2.sub(v128.or(bits, i64x2.splat(0x4330000000000000)), f64x2.splat(4503599627370496.0));
}
