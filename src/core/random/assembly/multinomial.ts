import { binomialOf, rejectedBinomial } from "./binomial";
import { dealt } from "./deals";
import { guided } from "./guided-draws";
import { open } from "./open";
import { blocks } from "./philox";

/** A symbol's binomial count costs what so many single draws do. */
const perSymbol: f64 = 24.0;
/** Below this mean a binomial count is found by inversion. */
const small: f64 = 12.0;
/** Words made in one go. */
const atOnce: u32 = 1024;
/** The largest pool whose places are dealt out, and the most draws; so many more than symbols cost more than the symbols do one by one. */
const largestPool: f64 = 2147483647.0;
const mostDealt: f64 = 16777216.0;
const times: f64 = 500.0;
/** Of so many symbols draws cost less one by one, or binomial counts do. */
const few: u32 = 7;

/**
 * Counts of `draws` draws of a law on `support` symbols. How they are made is a matter of the law and `draws` alone.
 *
 * @param counts a 32-bit word a symbol
 * @param sums running sums of the weights, all of which are above 0
 * @param draws whole, below 2^32
 * @param work memory to write over: 64 KiB and 20 bytes a symbol
 */
export function multinomial(counts: usize, sums: usize, support: u32, draws: f64, work: usize, replicate: u32): void {
  const total = load<f64>(sums + (<usize>(support - 1) << 3));
  if (isDealt(support, draws, total) && places(work, sums, support)) {
    const behind = work + (((<usize>support << 2) + 15) & ~15);
    dealt(work, counts, support, <u32>draws, <u32>total, false, behind, replicate);
  } else undealt(counts, sums, support, draws, work, replicate);
}

/** The same of any weights, and any number of draws. */
function undealt(counts: usize, sums: usize, support: u32, draws: f64, work: usize, replicate: u32): void {
  if (support == 1 || draws >= perSymbol * <f64>support) shares(counts, sums, support, draws, work, replicate);
  else guided(counts, sums, support, <u32>draws, work, replicate);
}

/** Whether draws are dealt out to places where the weights are counts of them. */
// @ts-ignore: decorator
@inline function isDealt(support: u32, draws: f64, total: f64): bool {
  return support > few && draws <= total && draws <= times * <f64>support && draws <= mostDealt && total <= largestPool;
}

/**
 * The same of weights that are counts.
 *
 * @param places the weights, a 32-bit word a symbol
 * @param counts not where they stand
 * @param total their sum, below 2^31
 * @param work 8 bytes a symbol more
 */
export function multinomialOfPlaces(
  places: usize,
  counts: usize,
  support: u32,
  total: u32,
  draws: u32,
  work: usize,
  replicate: u32,
): void {
  if (isDealt(support, <f64>draws, <f64>total)) {
    dealt(places, counts, support, draws, total, false, work, replicate);
    return;
  }
  let sum: u32 = 0;
  for (let i: usize = 0; i < support; i++) {
    sum += load<u32>(places + (i << 2));
    store<f64>(work + (i << 3), <f64>sum);
  }
  undealt(counts, work, support, <f64>draws, work + (((<usize>support << 3) + 15) & ~15), replicate);
}

/** Leaves the weights in `counts` where their running sums are whole. @returns whether they are */
function places(counts: usize, sums: usize, support: u32): bool {
  let whole = i32x4.splat(-1);
  let before: i32 = 0;
  const end = sums + (<usize>(support & ~1) << 3);
  for (; sums < end; sums += 16, counts += 8) {
    const pair = v128.load(sums);
    const limits = i32x4.trunc_sat_f64x2_s_zero(pair);
    whole = v128.and(whole, f64x2.eq(f64x2.convert_low_i32x4_s(limits), pair));
    v128.store64_lane(counts, i32x4.sub(limits, v128.shuffle<i32>(i32x4.splat(before), limits, 0, 4, 0, 0)), 0);
    before = i32x4.extract_lane(limits, 1);
  }
  if (support & 1) {
    const last = load<f64>(sums);
    store<i32>(counts, <i32>last - before);
    whole = v128.and(whole, f64x2.eq(f64x2.splat(Math.floor(last)), f64x2.splat(last)));
  }
  return i64x2.all_true(whole);
}

/**
 * Symbol by symbol a binomial share of the draws left.
 *
 * @source L. Devroye, Non-Uniform Random Variate Generation (1986), XI.1.4
 */
function shares(counts: usize, sums: usize, support: u32, draws: f64, words: usize, replicate: u32): void {
  const last = support - 1;
  const total = load<f64>(sums + (<usize>last << 3));
  let left = draws;
  let before: f64 = 0;
  for (let i: u32 = 0; i < last; i++) {
    const within = i & (atOnce - 1);
    if (within == 0) {
      const width = (min(last - i, atOnce) + 1) >> 1;
      blocks(words, replicate, i >> 1, width, width);
    }
    const upTo = load<f64>(sums + (<usize>i << 3));
    const count = left == 0 ? 0 : share(left, (upTo - before) / (total - before), load<u64>(words + (<usize>within << 3)), i, replicate);
    store<u32>(counts + (<usize>i << 2), <u32>count);
    left -= count;
    before = upTo;
  }
  store<u32>(counts + (<usize>last << 2), <u32>left);
}

/** A binomial count from a word, and further attempts of the element where it is rejected. */
// @ts-ignore: decorator
@inline function share(n: f64, p: f64, word: u64, element: u32, replicate: u32): f64 {
  const rare = min(p, 1.0 - p);
  if (!(n * rare >= small)) return binomialOf(open(word), n, p);
  const count = rejectedBinomial(n, rare, element, replicate, word, 1);
  return p > 0.5 ? n - count : count;
}
