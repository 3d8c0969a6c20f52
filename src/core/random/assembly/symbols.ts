import { both } from "./both";
import { logOfPair } from "./logarithm";

/** Up to this count, all of whose bits are 1, its product with its logarithm is looked up. */
export const listed: u32 = 4095;
export const timesLogs: usize = memory.data(4096 << 3, 16);

/** Computes those products; called once, when the module is made. */
export function layOutTimesLogs(): void {
  for (let x: u32 = 2; x <= listed; x++) store<f64>(timesLogs + (<usize>x << 3), <f64>x * Math.log(<f64>x));
}

/** Which of two weights are counts that are listed. */
// @ts-ignore: decorator
@inline function isListed(pair: v128): v128 {
  const whole = i32x4.trunc_sat_f64x2_u_zero(f64x2.pmin(pair, f64x2.splat(<f64>listed)));
  return f64x2.eq(f64x2.convert_low_i32x4_s(whole), pair);
}

/** x·log x of those. */
// @ts-ignore: decorator
@inline function looked(pair: v128): v128 {
  const whole = i32x4.trunc_sat_f64x2_u_zero(pair);
  const one = timesLogs + (<usize>i32x4.extract_lane(whole, 0) << 3);
  const other = timesLogs + (<usize>i32x4.extract_lane(whole, 1) << 3);
  return v128.load64_lane(other, v128.load64_zero(one), 1);
}

/**
 * Entropy, probability that two draws differ and total variation distance of a law given by weights. Of any two pairs of symbols that
 * follow each other one adds to one sum, the other to another.
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
  let otherLogs = zero;
  let otherSquares = zero;
  let otherExcess = zero;
  let rest = zero;
  for (; weights < end; weights += 16, shares += 16) {
    const pair = v128.load(weights);
    const known = isListed(pair);
    const nextLogs = f64x2.add(logs, looked(v128.and(known, pair)));
    const nextSquares = f64x2.add(squares, f64x2.mul(pair, pair));
    const nextExcess = f64x2.add(excess, f64x2.pmax(zero, f64x2.sub(pair, f64x2.mul(v128.load(shares), scale))));
    // What is not positive adds nothing.
    if (!i64x2.all_true(known))
      rest = f64x2.add(rest, v128.andnot(f64x2.mul(pair, logOfPair(f64x2.pmax(pair, f64x2.splat(1e-300)))), known));
    logs = otherLogs;
    squares = otherSquares;
    excess = otherExcess;
    otherLogs = nextLogs;
    otherSquares = nextSquares;
    otherExcess = nextExcess;
  }
  store<f64>(out, Math.log(total) - (both(f64x2.add(logs, otherLogs)) + both(rest)) / total);
  store<f64>(out, 1.0 - both(f64x2.add(squares, otherSquares)) / (total * total), 8);
  store<f64>(out, both(f64x2.add(excess, otherExcess)) / total, 16);
}
