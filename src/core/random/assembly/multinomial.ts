import { binomialOf, rejectedBinomial } from "./binomial";
import { guided } from "./guided-draws";
import { open } from "./open";
import { blocks } from "./philox";
import { isPool, poissonized } from "./poissonized-draws";

/** A symbol's binomial count costs what so many single draws do. */
const perSymbol: f64 = 24.0;
/** Below this mean a binomial count is found by inversion. */
const small: f64 = 12.0;
/** Words made in one go. */
const atOnce: u32 = 1024;

/**
 * Counts of `draws` draws of a law on `support` symbols. How they are made is a matter of the law and `draws` alone.
 *
 * @param counts a 32-bit word a symbol
 * @param sums running sums of the weights, all of which are above 0
 * @param draws whole, below 2^32
 * @param work memory to write over: 64 KiB and 20 bytes a symbol
 */
export function multinomial(counts: usize, sums: usize, support: u32, draws: f64, work: usize, replicate: u32): void {
  if (isPool(counts, sums, support, draws)) poissonized(counts, support, <u32>draws, work, replicate);
  else if (support == 1 || draws >= perSymbol * <f64>support) shares(counts, sums, support, draws, work, replicate);
  else guided(counts, sums, support, <u32>draws, work, replicate);
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
