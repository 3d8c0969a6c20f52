import { normal } from "./normal";
import { open } from "./open";
import { block, high, low } from "./philox";

/** Attempts of an element that one try of a gamma number may use for its normal number. */
const perTry: u32 = 256;
const boost: u32 = 0xffff;

/**
 * A gamma number of unit scale, from the two words of an element's block.
 *
 * @param shape > 0
 * @source Marsaglia, Tsang: A simple method for generating gamma variables (2000); below 1 with their Section 6
 */
export function gamma(shape: f64, element: u32, replicate: u32, first: u64, second: u64): f64 {
  if (shape >= 1.0) return squeezed(shape, element, replicate, first, second);
  const above = squeezed(shape + 1.0, element, replicate, first, second);
  block(element, boost, replicate);
  return above * Math.exp(Math.log(open(low)) / shape);
}

// @ts-ignore: decorator
@inline function squeezed(shape: f64, element: u32, replicate: u32, first: u64, second: u64): f64 {
  const d = shape - 1.0 / 3.0;
  const c = 1.0 / Math.sqrt(9.0 * d);
  let one = first;
  let two = second;
  let attempt: u32 = 0;
  while (true) {
    const x = normal(one, element, replicate, (attempt + 1) * perTry);
    const root = 1.0 + c * x;
    if (root > 0) {
      const v = root * root * root;
      const u = open(two);
      const square = x * x;
      if (u < 1.0 - 0.0331 * square * square) return d * v;
      if (Math.log(u) < 0.5 * square + d * (1.0 - v + Math.log(v))) return d * v;
    }
    block(element, ++attempt, replicate);
    one = low;
    two = high;
  }
}
