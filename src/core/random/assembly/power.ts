/** Powers of 2 in steps of 1/2048, and what a step is in nats. */
const steps = 2048;
const step: f64 = 0.6931471805599453 / 2048.0;
const powers: usize = memory.data(steps << 3, 16);
/** Added to a number, it leaves the nearest whole number in the lowest bits. */
const rounder: f64 = 6755399441055744.0;
/** Below this a power of 2, in steps, would be denormal. */
const least: f64 = -1021.0 * 2048.0;

/** Computes the powers; called once, when the module is made. */
export function layOutPowers(): void {
  for (let j = 0; j < steps; j++) store<f64>(powers + (<usize>j << 3), Math.exp(<f64>j * step));
}

/** Steps of an exponent that are a nat. */
export function stepsOfNat(): f64 {
  return 1.0 / step;
}

/**
 * 2 to the power of two numbers of steps, neither above 0, off by less than 2 units in the last place: a table and a short series.
 *
 * @source P. T. P. Tang, Table-driven implementation of the exponential function (1989)
 */
// @ts-ignore: decorator
@inline export function power(given: v128): v128 {
  const exponent = f64x2.pmax(given, f64x2.splat(least));
  const shifted = f64x2.add(exponent, f64x2.splat(rounder));
  const v = f64x2.sub(exponent, f64x2.sub(shifted, f64x2.splat(rounder)));
  const second = f64x2.add(f64x2.splat((step * step) / 2.0), f64x2.mul(v, f64x2.splat((step * step * step) / 6.0)));
  const rest = f64x2.mul(v, f64x2.add(f64x2.splat(step), f64x2.mul(v, second)));
  const places = i64x2.shl(v128.and(shifted, i64x2.splat(steps - 1)), 3);
  const one = powers + <usize>i32x4.extract_lane(places, 0);
  const other = powers + <usize>i32x4.extract_lane(places, 2);
  const near = v128.load64_lane(other, v128.load64_zero(one), 1);
  const sum = f64x2.add(near, f64x2.mul(near, rest));
  return i64x2.add(sum, i64x2.shl(v128.and(shifted, i64x2.splat(-steps)), 41));
}

/** The exponents of two positive numbers in steps, rounded down. */
// @ts-ignore: decorator
@inline export function exponentsOf(numbers: v128): v128 {
  const biased = i64x2.shr_u(numbers, 52);
  const whole = f64x2.convert_low_i32x4_u(v128.shuffle<i32>(biased, biased, 0, 2, 0, 2));
  return f64x2.mul(f64x2.sub(whole, f64x2.splat(1023.0)), f64x2.splat(<f64>steps));
}
