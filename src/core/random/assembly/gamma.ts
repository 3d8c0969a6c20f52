import { isInside, normal, pointOf } from "./normal";
import { open } from "./open";
import { block, blocks, high, low } from "./philox";

/** Attempts of an element that one try of a gamma number may use for its normal number. */
const perTry: u32 = 256;
const boost: u32 = 0xffff;

/**
 * Marsaglia and Tsang's d = shape - 1/3; below shape 1 that of shape + 1, whose number is then boosted. Their other
 * constant is c = 1 / √(9d).
 */
// @ts-ignore: decorator
@inline function centre(shape: f64): f64 {
  return (shape >= 1.0 ? shape : shape + 1.0) - 1.0 / 3.0;
}

/**
 * A gamma number of unit scale and shape d + 1/3, from the two words of an element's block, the one of attempt `from`.
 *
 * @source Marsaglia, Tsang: A simple method for generating gamma variables (2000)
 */
function tried(d: f64, c: f64, element: u32, replicate: u32, first: u64, second: u64, from: u32): f64 {
  let one = first;
  let two = second;
  let attempt = from;
  while (true) {
    const x = normal(one, element, replicate, (attempt + 1) * perTry);
    if (isAccepted(d, c, x, open(two))) return d * cubed(1.0 + c * x);
    block(element, ++attempt, replicate);
    one = low;
    two = high;
  }
}

/** Marsaglia and Tsang's condition, u being the ordinate. */
function isAccepted(d: f64, c: f64, x: f64, u: f64): bool {
  const root = 1.0 + c * x;
  if (root <= 0) return false;
  const square = x * x;
  if (u < 1.0 - 0.0331 * square * square) return true;
  const v = cubed(root);
  return Math.log(u) < 0.5 * square + d * (1.0 - v + Math.log(v));
}

// @ts-ignore: decorator
@inline function cubed(x: f64): f64 {
  return x * x * x;
}

/** The ordinate of a word that is abscissa as well begins with the lowest 8 bits of the abscissa. */
// @ts-ignore: decorator
@inline function ordinateOf(word: u64): f64 {
  return <f64>(<i32>((<u32>(word >> 12)) & 255));
}

/**
 * Whether the gamma number d·(1 + t)³ of a word, t being c times the point of the word, is accepted whatever the bits
 * of its ordinate that are not drawn yet; the bound is that of {@link gammas}.
 */
// @ts-ignore: decorator
@inline export function isSurely(word: u64, x: f64, t: f64): bool {
  return isInside(word) && t > -0.5 && ordinateOf(word) + 1.0 < 256.0 - 36.1728 * (t * t) * (x * x);
}

/**
 * The gamma number that a single word begins: its abscissa is also the head of its ordinate, so that the two are
 * independent but for the bits of the abscissa below 2^-44 of the layer's width. Attempts 1 to 2^15 of the element may
 * be used.
 */
export function gammaOfWord(d: f64, c: f64, element: u32, replicate: u32, word: u64): f64 {
  const x = normal(word, element, replicate, perTry);
  block(element, 1, replicate);
  const u = (ordinateOf(word) + open(low)) / 256.0;
  if (isAccepted(d, c, x, u)) return d * cubed(1.0 + c * x);
  block(element, 2, replicate);
  return tried(d, c, element, replicate, low, high, 2);
}

/**
 * The same for any shape.
 *
 * @returns NaN unless shape >= 0
 * @source below shape 1: Marsaglia, Tsang (2000), Section 6
 */
function gamma(shape: f64, element: u32, replicate: u32, first: u64, second: u64): f64 {
  if (!(shape >= 0)) return NaN;
  const d = centre(shape);
  const value = tried(d, 1.0 / Math.sqrt(9.0 * d), element, replicate, first, second, 0);
  if (shape >= 1.0) return value;
  block(element, boost, replicate);
  return value * Math.exp(Math.log(open(low)) / shape);
}

/**
 * Gamma numbers of unit scale and of the shape at `shapes`, which moves on by `stride` bytes.
 *
 * Most are settled in the loop. The bound there implies Marsaglia and Tsang's own condition: with t = c·x, its
 * logarithm is -d(3/4 t⁴ - 3/5 t⁵ + …), which for t > -1/2 lies above -0.1413 t²x² (the least factor is 0.14123, at
 * t = -1/2); theirs, 0.0331 x⁴, holds for every shape and so rejects a tenth.
 */
export function gammas(
  out: usize,
  scratch: usize,
  shapes: usize,
  stride: usize,
  replicate: u32,
  lanes: u32,
  first: u32,
  n: u32,
): void {
  const count = n * lanes;
  blocks(scratch, replicate, first, n, count);
  let shape = load<f64>(shapes);
  let d = centre(shape);
  let c = 1.0 / Math.sqrt(9.0 * d);
  let from = scratch;
  let to = out;
  for (const end = out + (<usize>count << 3); to < end; to += 8) {
    if (stride) {
      shape = load<f64>(shapes);
      shapes += stride;
      d = centre(shape);
      c = 1.0 / Math.sqrt(9.0 * d);
    }
    const one = load<u64>(from);
    const two = load<u64>(from, 8);
    from += 16;
    const x = pointOf(one);
    const t = c * x;
    const root = 1.0 + t;
    const surely = open(two) < 1.0 - 0.1413 * (t * t) * (x * x);
    if (isInside(one) && surely && root > 0.5 && shape >= 1.0) store<f64>(to, d * (root * root * root));
    else {
      const i = <u32>((to - out) >> 3);
      store<f64>(to, gamma(shape, first + (i % n), replicate + i / n, one, two));
    }
  }
}
