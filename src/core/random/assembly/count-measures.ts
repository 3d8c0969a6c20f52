import { both } from "./both";
import { logOfPair } from "./logarithm";
import { listed, timesLogs } from "./symbols";

/** Between which counts there are some that are not listed. */
let begin: usize = 0;
let end: usize = 0;
let logs: f64 = 0;
let squares: f64 = 0;
let excess: f64 = 0;

/**
 * The measures of a law given by counts, to the last bit as `symbolsMeasure` finds them.
 *
 * @param out number of symbols, entropy, probability that two draws differ, and total variation distance, `column` bytes apart
 * @param counts 32 bits each, and room for three more, as there is behind `shares`, of the true law
 */
export function measureCounts(out: usize, column: usize, shares: usize, counts: usize, symbols: u32, total: u32): void {
  const scale = <f64>total;
  store<f64>(out, <f64>symbols);
  if (symbols == 1) {
    // Rounding must not turn the entropy of a single symbol negative.
    store<f64>(out + column, 0);
    store<f64>(out + 2 * column, 0);
    store<f64>(out + 3 * column, (scale - load<f64>(shares) * scale) / scale);
    return;
  }
  const upTo = <usize>symbols << 2;
  for (let i: usize = 0; i < 12; i += 4) {
    store<u32>(counts + upTo + i, 0);
    store<f64>(shares + 2 * (upTo + i), 0);
  }
  summed(shares, counts, counts + upTo, scale);
  if (begin < end) logs += ofOthers();
  store<f64>(out + column, Math.log(scale) - logs / scale);
  store<f64>(out + 2 * column, 1.0 - squares / (scale * scale));
  store<f64>(out + 3 * column, excess / scale);
}

/** Nothing is called from here, so that what the loop needs stays in registers. */
function summed(shares: usize, counts: usize, upTo: usize, scale: f64): void {
  const zero = f64x2.splat(0);
  const totals = f64x2.splat(scale);
  let aLogs = zero;
  let aSquares = zero;
  let aExcess = zero;
  let bLogs = zero;
  let bSquares = zero;
  let bExcess = zero;
  begin = upTo;
  end = 0;
  for (; counts < upTo; counts += 16, shares += 32) {
    let first = load<u32>(counts);
    let second = load<u32>(counts, 4);
    let third = load<u32>(counts, 8);
    let fourth = load<u32>(counts, 12);
    if ((first | second | third | fourth) > listed) {
      begin = min(begin, counts);
      end = counts + 16;
      first = first > listed ? 0 : first;
      second = second > listed ? 0 : second;
      third = third > listed ? 0 : third;
      fourth = fourth > listed ? 0 : fourth;
    }
    const a = f64x2.convert_low_i32x4_s(v128.load64_zero(counts));
    const b = f64x2.convert_low_i32x4_s(v128.load64_zero(counts, 8));
    aLogs = f64x2.add(aLogs, looked(first, second));
    bLogs = f64x2.add(bLogs, looked(third, fourth));
    aSquares = f64x2.add(aSquares, f64x2.mul(a, a));
    bSquares = f64x2.add(bSquares, f64x2.mul(b, b));
    aExcess = f64x2.add(aExcess, f64x2.pmax(zero, f64x2.sub(a, f64x2.mul(v128.load(shares), totals))));
    bExcess = f64x2.add(bExcess, f64x2.pmax(zero, f64x2.sub(b, f64x2.mul(v128.load(shares, 16), totals))));
  }
  logs = both(f64x2.add(aLogs, bLogs));
  squares = both(f64x2.add(aSquares, bSquares));
  excess = both(f64x2.add(aExcess, bExcess));
}

/** x·log x of two counts that are listed. */
// @ts-ignore: decorator
@inline function looked(one: u32, other: u32): v128 {
  return v128.load64_lane(timesLogs + (<usize>other << 3), v128.load64_zero(timesLogs + (<usize>one << 3)), 1);
}

/** What those add that are not. */
function ofOthers(): f64 {
  let sum = f64x2.splat(0);
  for (let at = begin; at < end; at += 8) {
    const pair = f64x2.convert_low_i32x4_s(v128.load64_zero(at));
    const others = f64x2.gt(pair, f64x2.splat(<f64>listed));
    if (v128.any_true(others)) sum = f64x2.add(sum, v128.and(others, f64x2.mul(pair, logOfPair(pair))));
  }
  return both(sum);
}
