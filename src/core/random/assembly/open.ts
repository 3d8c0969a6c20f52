/** A uniform number in the open interval (0, 1) from the upper 52 bits of a random word. */
// @ts-ignore: decorator
@inline export function open(word: u64): f64 {
  return (<f64>(<i64>(word >> 12)) + 0.5) * 2.220446049250313e-16;
}

/** The 12 bits that {@link open} leaves, as a whole number below `heads`. */
// @ts-ignore: decorator
@inline export function headOf(word: u64): f64 {
  return <f64>(<i32>(<u32>word & 4095));
}

export const heads: f64 = 4096.0;
