/** 64 / log 2, and log 2 / 64 in two parts, the first of so few digits that its product with a whole number below 2^20 is exact. */
const steps: f64 = 92.33248261893402;
const stepHigh: f64 = 6.93147180369123816490e-1 / 64.0;
const stepLow: f64 = 1.90821492927058770002e-10 / 64.0;
/** Added to a number, it leaves the nearest whole number in the lowest bits. */
const rounder: f64 = 6755399441055744.0;
/** Between these a result is neither denormal nor infinite; beyond, it is that of the bound. */
const least: f64 = -708.0;
const most: f64 = 709.0;

/** 2^(j/64), j from 0 to 63. */
const powers = memory.data<f64>([
  1.0, 1.0108892860517005, 1.0218971486541166, 1.0330248790212284, 1.0442737824274138, 1.0556451783605572,
  1.0671404006768237, 1.0787607977571199, 1.0905077326652577, 1.102382583307841, 1.1143867425958924, 1.1265216186082418,
  1.1387886347566916, 1.1511892299529827, 1.1637248587775775, 1.1763969916502812, 1.189207115002721, 1.202156731452703,
  1.215247359980469, 1.22848053610687, 1.241857812073484, 1.255380757024691, 1.2690509571917332, 1.2828700160787783,
  1.2968395546510096, 1.3109612115247644, 1.3252366431597413, 1.339667524053303, 1.3542555469368927, 1.3690024229745905,
  1.383909881963832, 1.3989796725383112, 1.4142135623730951, 1.42961333839197, 1.4451808069770467, 1.460917794180647,
  1.4768261459394993, 1.4929077282912648, 1.5091644275934228, 1.5255981507445384, 1.5422108254079407, 1.559004400237837,
  1.5759808451078865, 1.593142151342267, 1.6104903319492543, 1.6280274218573478, 1.645755478153965, 1.6636765803267364,
  1.681792830507429, 1.7001063537185235, 1.718619298122478, 1.7373338352737062, 1.7562521603732995, 1.7753764925265212,
  1.7947090750031072, 1.8142521755003989, 1.8340080864093424, 1.8539791250833855, 1.8741676341103, 1.8945759815869656,
  1.9152065613971474, 1.9360617934922943, 1.9571441241754002, 1.978456026387951,
]);

/**
 * exp of two numbers, from IEEE 754 basic operations: the same bits everywhere, off by less than 2 units in the last place.
 *
 * @source P. T. P. Tang, Table-driven implementation of the exponential function (1989)
 */
// @ts-ignore: decorator
@inline export function exponential(power: v128): v128 {
  return within(f64x2.pmin(f64x2.pmax(power, f64x2.splat(least)), f64x2.splat(most)));
}

/** The same, for two numbers of which none is above 0. */
// @ts-ignore: decorator
@inline export function exponentialOfNegative(power: v128): v128 {
  return within(f64x2.pmax(power, f64x2.splat(least)));
}

// @ts-ignore: decorator
@inline function within(x: v128): v128 {
  const shifted = f64x2.add(f64x2.mul(x, f64x2.splat(steps)), f64x2.splat(rounder));
  const whole = f64x2.sub(shifted, f64x2.splat(rounder));
  const near = f64x2.sub(x, f64x2.mul(whole, f64x2.splat(stepHigh)));
  const r = f64x2.sub(near, f64x2.mul(whole, f64x2.splat(stepLow)));
  // Taylor's series: |r| is at most log 2 / 128.
  const low = f64x2.add(f64x2.splat(0.5), f64x2.mul(r, f64x2.splat(1.0 / 6.0)));
  const high = f64x2.add(f64x2.splat(1.0 / 24.0), f64x2.mul(r, f64x2.splat(1.0 / 120.0)));
  const square = f64x2.mul(r, r);
  const rest = f64x2.add(r, f64x2.mul(square, f64x2.add(low, f64x2.mul(square, high))));
  const one = <usize>(i32x4.extract_lane(shifted, 0) & 63) << 3;
  const other = <usize>(i32x4.extract_lane(shifted, 2) & 63) << 3;
  const power64 = v128.load64_lane(powers + other, v128.load64_zero(powers + one), 1);
  const sum = f64x2.add(power64, f64x2.mul(power64, rest));
  return i64x2.add(sum, i64x2.shl(v128.and(shifted, i64x2.splat(-64)), 46));
}
