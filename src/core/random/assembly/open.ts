/** A uniform number in the open interval (0, 1) from the upper 52 bits of a random word. */
// @ts-ignore: decorator
@inline export function open(word: u64): f64 {
  return (<f64>(<i64>(word >> 12)) + 0.5) * 2.220446049250313e-16;
}

/** The same of two words: 2^52 stands in the exponent while their bits become numbers. */
// @ts-ignore: decorator
@inline export function openPair(words: v128): v128 {
  const bits = v128.or(i64x2.shr_u(words, 12), i64x2.splat(0x4330000000000000));
  const whole = f64x2.sub(bits, f64x2.splat(4503599627370496.0));
  return f64x2.mul(f64x2.add(whole, f64x2.splat(0.5)), f64x2.splat(2.220446049250313e-16));
}

/** The 12 bits that {@link open} leaves, as a whole number below `heads`. */
// @ts-ignore: decorator
@inline export function headOf(word: u64): f64 {
  return <f64>(<i32>(<u32>word & 4095));
}

export const heads: f64 = 4096.0;

/** Two whole numbers below 2^52 as doubles. */
// @ts-ignore: decorator
@inline export function wholes(bits: v128): v128 {
  return f64x2.sub(v128.or(bits, i64x2.splat(0x4330000000000000)), f64x2.splat(4503599627370496.0));
}
