/** The sum of two numbers that stand side by side. */
// @ts-ignore: decorator
@inline export function both(pair: v128): f64 {
  return f64x2.extract_lane(pair, 0) + f64x2.extract_lane(pair, 1);
}
