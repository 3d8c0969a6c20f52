import { block, blocks, low } from "./philox";

/**
 * A uniform subset of 0 … population - 1 without replacement, by Floyd's algorithm: every subset of that size is
 * equally likely. It is written in ascending order, as the bitmap holds it.
 *
 * @param bitmap population bits, all 0; left so
 * @source Bentley, Floyd: A sample of brilliance (1987); bounded integers after Lemire (2019), without bias
 */
export function subset(out: usize, scratch: usize, bitmap: usize, population: u32, n: u32, replicate: u32): void {
  const width = (n + 3) >> 2;
  blocks(scratch, replicate, 0, width, width);
  for (let i: u32 = 0; i < n; i++) {
    const last = population - n + i;
    let choice = below(load<u32>(scratch + (<usize>i << 2)), last + 1, i, replicate);
    if (taken(bitmap, choice)) choice = last;
    const at = bitmap + (<usize>(choice >> 5) << 2);
    store<u32>(at, load<u32>(at) | (1 << (choice & 31)));
  }
  const end = bitmap + ((<usize>population + 31) >> 5 << 2);
  let to = out;
  for (let at = bitmap; at < end; at += 4) {
    let bits = load<u32>(at);
    if (bits == 0) continue;
    store<u32>(at, 0);
    const first = <u32>(at - bitmap) << 3;
    for (; bits != 0; bits &= bits - 1, to += 4) store<u32>(to, first + <u32>ctz(bits));
  }
}

// @ts-ignore: decorator
@inline function taken(bitmap: usize, choice: u32): bool {
  return ((load<u32>(bitmap + (<usize>(choice >> 5) << 2)) >> (choice & 31)) & 1) != 0;
}

/** A uniform integer below `bound`, from 32 random bits and, rarely, further attempts of the element. */
// @ts-ignore: decorator
@inline function below(bits: u32, bound: u32, element: u32, replicate: u32): u32 {
  let product = <u64>bits * <u64>bound;
  if (<u32>product < bound) {
    const least: u32 = (0 - bound) % bound;
    for (let attempt: u32 = 1; <u32>product < least; attempt++) {
      block(element, attempt, replicate);
      product = <u64>(<u32>low) * <u64>bound;
    }
  }
  return <u32>(product >> 32);
}
