import { binomialOf, rejectedBinomial } from "./binomial";
import { accepted, judge, ofEither, ofPair, propose, rarer, rejected, takeAtOnce, uniform, verdicts, weigh } from "./candidates";
import { binomialStart, countsOfFew, few, layOutRatios, poissonStart, searched } from "./inversion";
import { open } from "./open";
import { blocksOfList } from "./point-blocks";
import { poissonOf, rejectedPoisson } from "./poisson";

// Counts by transformed rejection, two lanes at a time. Abscissas, counts and masses of all lanes are computed first, without
// a branch, the masses by Stirling's formula and so a little off. Then each lane is looked at: where that leaves open whether
// a count is accepted, it is drawn alone, from the same word; where it is rejected, it takes part in the next round.

/** Below this mean counts are made by inversion. */
const small: f64 = 12.0;
/** Up to this mean, and number of trials, masses are close enough for a verdict. */
const largest: f64 = 1e9;

/**
 * Replaces means, or shares of a number of trials, by counts.
 *
 * @param words one a lane; overwritten; one more may be read behind
 * @param room for 44 bytes a lane, and 256 more
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
  if (isBinomial && trials >= 1.0 && trials < few && countsOfFew(out, words, room, trials, lanes)) return;
  const list = room + ((<usize>lanes + 1) >> 1) * ofPair;
  let large: u32 = 0;
  let others: u32 = lanes;
  for (let lane: u32 = 0; lane < lanes; lane += 2) {
    const at = out + (<usize>lane << 3);
    const own = v128.load(at);
    const share = isBinomial ? rarer(own) : own;
    const mean = isBinomial ? f64x2.mul(f64x2.splat(trials), share) : own;
    const none = f64x2.eq(mean, f64x2.splat(0));
    // Nothing is drawn where there is nothing to decide: a share is 0 or 1.
    if (v128.any_true(none))
      v128.store(at, v128.bitselect(isBinomial ? f64x2.mul(f64x2.splat(trials), own) : mean, own, none));
    const below = f64x2.splat(isBinomial && trials > largest ? -1.0 : largest);
    const usual = v128.and(f64x2.ge(mean, f64x2.splat(small)), f64x2.le(mean, below));
    if (lane + 1 < lanes && i64x2.all_true(usual)) {
      const sure = takeAtOnce(at, own, v128.load(words + (<usize>lane << 3)), isBinomial, trials);
      store<u32>(list + (<usize>large << 2), lane);
      large += <u32>(i64x2.extract_lane(sure, 0) == 0);
      store<u32>(list + (<usize>large << 2), lane + 1);
      large += <u32>(i64x2.extract_lane(sure, 1) == 0);
      continue;
    }
    const larges = <u32>i64x2.bitmask(usual);
    const decided = larges | <u32>i64x2.bitmask(none);
    for (let half: u32 = 0; half < 2 && lane + half < lanes; half++) {
      const isOther = ((decided >> half) & 1) ^ 1;
      others -= isOther;
      store<u32>(list + (<usize>select<u32>(others, large, isOther != 0) << 2), lane + half);
      large += (larges >> half) & 1;
    }
  }
  if (others < lanes) {
    if (isBinomial) layOutRatios(trials);
    // Behind a list that is odd its last lane stands again.
    store<u32>(list + (<usize>lanes << 2), load<u32>(list + (<usize>(lanes - 1) << 2)));
    const first = list + (<usize>others << 2);
    const end = list + (<usize>lanes << 2);
    for (let entry = first, to = room; entry < end; entry += 8, to += ofPair) {
      const own = pair(out + placeAt(entry), out + placeAt(entry + 4));
      const share = isBinomial ? rarer(own) : own;
      v128.store(to, isBinomial ? binomialStart(trials, share) : poissonStart(share));
      v128.store(to, isBinomial ? f64x2.div(share, f64x2.sub(f64x2.splat(1), share)) : share, 16);
      v128.store(to, uniform(pair(words + placeAt(entry), words + placeAt(entry + 4))), 32);
    }
    for (let entry = first, from = room; entry < end; entry += 8, from += ofPair) {
      const at = placeAt(entry);
      const beside = placeAt(entry + 4);
      const own = pair(out + at, out + beside);
      const share = isBinomial ? rarer(own) : own;
      const close = f64x2.lt(f64x2.mul(share, f64x2.splat(isBinomial ? trials : 1)), f64x2.splat(small));
      if (i64x2.all_true(v128.and(close, f64x2.ge(share, f64x2.splat(0))))) {
        let count = searched(v128.load(from, 32), v128.load(from), v128.load(from, 16), isBinomial);
        if (isBinomial) count = ofEither(f64x2.pmin(count, f64x2.splat(trials)), trials, own);
        v128.store64_lane(out + at, count, 0);
        v128.store64_lane(out + beside, count, 1);
      } else {
        const two = load<f64>(out + beside);
        store<f64>(out + at, alone(isBinomial, trials, load<f64>(out + at), replicate + <u32>(at >> 3), load<u64>(words + at), 1));
        store<f64>(out + beside, alone(isBinomial, trials, two, replicate + <u32>(beside >> 3), load<u64>(words + beside), 1));
      }
    }
  }
  for (let attempt: u32 = 1; large > 0; attempt++) {
    const end = room + ((<usize>large + 1) >> 1) * ofPair;
    store<u32>(list + (<usize>large << 2), load<u32>(list + (<usize>(large - 1) << 2)));
    let entry = list;
    for (let to = room; to < end; to += ofPair, entry += 8) {
      const one = placeAt(entry);
      const two = placeAt(entry + 4);
      propose(to, pair(out + one, out + two), pair(words + one, words + two), isBinomial, trials);
    }
    for (let at = room; at < end; at += ofPair) weigh(at, isBinomial, trials);
    entry = list;
    for (let at = room; at < end; at += ofPair, entry += 8) {
      const one = placeAt(entry);
      const two = placeAt(entry + 4);
      judge(at, pair(out + one, out + two), isBinomial, trials);
    }
    let left: u32 = 0;
    for (let i: u32 = 0; i < large; i++) {
      const lane = load<u32>(list + (<usize>i << 2));
      const at = out + (<usize>lane << 3);
      const from = room + <usize>(i >> 1) * ofPair + (<usize>(i & 1) << 3);
      const verdict = load<i64>(from, verdicts);
      if (verdict == accepted || verdict == rejected) {
        const again = verdict == rejected;
        store<u64>(at, select<u64>(load<u64>(at), load<u64>(from), again));
        store<u32>(list + (<usize>left << 2), lane);
        left += u32(again);
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

/** A lane's count, whatever its mean, from the word of an attempt. */
// @ts-ignore: decorator
@inline function alone(isBinomial: bool, trials: f64, own: f64, replicate: u32, word: u64, attempt: u32): f64 {
  if (!isBinomial)
    return own >= small && own < Infinity ? rejectedPoisson(own, replicate, word, attempt) : poissonOf(open(word), own);
  const rare = min(own, 1.0 - own);
  if (!(trials * rare >= small)) return binomialOf(open(word), trials, own);
  const count = rejectedBinomial(trials, rare, 0, replicate, word, attempt);
  return own > 0.5 ? trials - count : count;
}

// @ts-ignore: decorator
@inline function pair(one: usize, two: usize): v128 {
  return v128.load64_lane(two, v128.load64_zero(one), 1);
}

/** Where the number of a list's lane stands in a column. */
// @ts-ignore: decorator
@inline function placeAt(entry: usize): usize {
  return <usize>load<u32>(entry) << 3;
}
