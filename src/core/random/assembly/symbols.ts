import { both } from "./both";
import { logOfPair } from "./logarithm";

/** Up to this count, all of whose bits are 1, its product with its logarithm is looked up. */
export const listed: u32 = 4095;
export const timesLogs: usize = memory.data(4096 << 3, 16);

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
