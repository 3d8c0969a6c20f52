import { both } from "./both";
import { logOfPair } from "./logarithm";
import { multinomial } from "./multinomial";

/** Up to this count its product with its logarithm is looked up. */
const listed: u32 = 4096;
const timesLogs: usize = memory.data(4097 << 3, 16);

/** Computes those products; called once, when the module is made. */
export function layOutTimesLogs(): void {
  for (let x: u32 = 2; x <= listed; x++) store<f64>(timesLogs + (<usize>x << 3), <f64>x * Math.log(<f64>x));
}

/** x·log x of two weights, which are mostly counts. */
// @ts-ignore: decorator
@inline function timesLog(pair: v128): v128 {
  const whole = i32x4.trunc_sat_f64x2_u_zero(f64x2.pmin(pair, f64x2.splat(<f64>listed)));
  if (!i64x2.all_true(f64x2.eq(f64x2.convert_low_i32x4_s(whole), pair)))
    // What is 0 stays 0.
    return f64x2.mul(pair, logOfPair(f64x2.pmax(pair, f64x2.splat(1e-300))));
  const one = timesLogs + (<usize>i32x4.extract_lane(whole, 0) << 3);
  const other = timesLogs + (<usize>i32x4.extract_lane(whole, 1) << 3);
  return v128.load64_lane(other, v128.load64_zero(one), 1);
}

/**
 * Entropy, probability that two draws differ and total variation distance of a law given by weights.
 *
 * @param out 3 numbers
 * @param weights overwritten by a 0 behind the last where they are odd in number
 * @param shares the same symbols' probabilities in the true law; overwritten as weights are
 * @param total the sum of the weights
 * @source arXiv:2410.16713
 */
export function symbolsMeasure(out: usize, weights: usize, shares: usize, symbols: u32, total: f64): void {
  const zero = f64x2.splat(0);
  const scale = f64x2.splat(total);
  const end = weights + (<usize>symbols << 3);
  store<f64>(end, 0);
  store<f64>(shares + (<usize>symbols << 3), 0);
  let logs = zero;
  let squares = zero;
  let excess = zero;
  for (; weights < end; weights += 16, shares += 16) {
    const pair = v128.load(weights);
    logs = f64x2.add(logs, timesLog(pair));
    squares = f64x2.add(squares, f64x2.mul(pair, pair));
    excess = f64x2.add(excess, f64x2.pmax(zero, f64x2.sub(pair, f64x2.mul(v128.load(shares), scale))));
  }
  store<f64>(out, Math.log(total) - both(logs) / total);
  store<f64>(out, 1.0 - both(squares) / (total * total), 8);
  store<f64>(out, both(excess) / total, 16);
}

/** Gathers the shares of symbols from a table that has those of all. */
export function symbolsShares(shares: usize, names: usize, symbols: u32, table: usize): void {
  for (const end = names + (<usize>symbols << 3); names < end; names += 8, shares += 8)
    store<u64>(shares, load<u64>(table + (<usize>(<u32>(<i32>load<f64>(names))) << 3)));
}

/**
 * Draws from a law and measures the law of what was drawn; only symbols that were stay.
 *
 * @param names of the symbols, a number each
 * @param sums running sums of the weights
 * @param weights what is written there are the counts
 * @param out as of {@link symbolsMeasure}
 * @param work a word a symbol, and behind them what {@link multinomial} writes over
 * @returns how many symbols are left
 */
export function symbolsReplaced(
  names: usize,
  sums: usize,
  shares: usize,
  weights: usize,
  out: usize,
  symbols: u32,
  draws: f64,
  work: usize,
  replicate: u32,
): u32 {
  multinomial(work, sums, symbols, draws, behind(work, symbols), replicate);
  let total: u32 = 0;
  let to: usize = 0;
  for (let i: usize = 0; i < symbols; i++) {
    const count = load<u32>(work + (i << 2));
    total += count;
    // Where nothing is left of a symbol, the next one takes its place.
    store<u64>(names + to, load<u64>(names + (i << 3)));
    store<u64>(shares + to, load<u64>(shares + (i << 3)));
    store<f64>(sums + to, <f64>total);
    store<f64>(weights + to, <f64>count);
    to += <usize>(count != 0) << 3;
  }
  symbolsMeasure(out, weights, shares, <u32>(to >> 3), draws);
  return <u32>(to >> 3);
}

/**
 * Draws from a law, adds what was drawn to weights of the same symbols, and measures the law of those, whose running sums are left in
 * `sums`.
 */
export function symbolsPooled(
  sums: usize,
  shares: usize,
  weights: usize,
  out: usize,
  symbols: u32,
  draws: f64,
  work: usize,
  replicate: u32,
): void {
  multinomial(work, sums, symbols, draws, behind(work, symbols), replicate);
  let total: f64 = 0;
  for (let i: usize = 0; i < symbols; i++) {
    const weight = load<f64>(weights + (i << 3)) + <f64>load<u32>(work + (i << 2));
    total += weight;
    store<f64>(weights + (i << 3), weight);
    store<f64>(sums + (i << 3), total);
  }
  symbolsMeasure(out, weights, shares, symbols, total);
}

// @ts-ignore: decorator
@inline function behind(work: usize, symbols: u32): usize {
  return work + (((<usize>symbols << 2) + 15) & ~15);
}
