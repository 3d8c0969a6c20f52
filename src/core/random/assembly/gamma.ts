import { areInside, isInside, normal, pointOf, pointsOf } from "./normal";
import { open, wholes } from "./open";
import { block, high, low } from "./philox";

/** Attempts of an element that one try of a gamma number may use for its normal number. */
const perTry: u32 = 256;
const boost: u32 = 0xffff;

// Marsaglia and Tsang's constants are d = shape - 1/3 and c = 1 / √(9d).

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
 * of its ordinate that are not drawn yet. The bound implies Marsaglia and Tsang's own condition: with t = c·x, its
 * logarithm is -d(3/4 t⁴ - 3/5 t⁵ + …), which for t > -1/2 lies above -0.1413 t²x² (the least factor is 0.14123, at
 * t = -1/2); theirs, 0.0331 x⁴, holds for every shape and so rejects a tenth.
 */
// @ts-ignore: decorator
@inline function isSurely(word: u64, x: f64, t: f64): bool {
  return isInside(word) && t > -0.5 && ordinateOf(word) + 1.0 < 256.0 - 36.1728 * (t * t) * (x * x);
}

/**
 * The gamma number that a single word begins: its abscissa is also the head of its ordinate, so that the two are
 * independent but for the bits of the abscissa below 2^-44 of the layer's width. Attempts 1 to 2^15 of the element may
 * be used.
 */
function gammaOfWord(d: f64, c: f64, element: u32, replicate: u32, word: u64): f64 {
  const x = normal(word, element, replicate, perTry);
  block(element, 1, replicate);
  const u = (ordinateOf(word) + open(low)) / 256.0;
  if (isAccepted(d, c, x, u)) return d * cubed(1.0 + c * x);
  block(element, 2, replicate);
  return tried(d, c, element, replicate, low, high, 2);
}

/** The gamma number of a word, settled at once where it can be. */
// @ts-ignore: decorator
@inline export function largeGamma(d: f64, c: f64, element: u32, replicate: u32, word: u64): f64 {
  const x = pointOf(word);
  const t = c * x;
  return isSurely(word, x, t) ? d * cubed(1.0 + t) : gammaOfWord(d, c, element, replicate, word);
}

/** Gamma numbers of two words where both can be settled at once: {@link largeGamma}. @returns whether they can */
// @ts-ignore: decorator
@inline export function largeGammas(to: usize, scale: f64, d: f64, c: f64, words: v128, one: usize, two: usize): bool {
  const x = pointsOf(words, one, two);
  const t = f64x2.mul(f64x2.splat(c), x);
  const ordinate = wholes(v128.and(i64x2.shr_u(words, 12), i64x2.splat(255)));
  const bound = f64x2.mul(f64x2.mul(f64x2.splat(36.1728), f64x2.mul(t, t)), f64x2.mul(x, x));
  const below = f64x2.lt(f64x2.add(ordinate, f64x2.splat(1)), f64x2.sub(f64x2.splat(256), bound));
  const sure = v128.and(v128.and(areInside(words, one, two), f64x2.gt(t, f64x2.splat(-0.5))), below);
  const root = f64x2.add(f64x2.splat(1), t);
  const value = f64x2.mul(f64x2.splat(d), f64x2.mul(f64x2.mul(root, root), root));
  v128.store(to, f64x2.mul(f64x2.splat(scale), value));
  return i64x2.all_true(sure);
}

/**
 * The same of a shape below 1.
 *
 * @returns NaN unless shape >= 0
 * @source Marsaglia, Tsang (2000), Section 6
 */
export function smallGamma(shape: f64, element: u32, replicate: u32, word: u64): f64 {
  if (!(shape >= 0)) return NaN;
  const d = shape + 2.0 / 3.0;
  const value = largeGamma(d, 1.0 / Math.sqrt(9.0 * d), element, replicate, word);
  block(element, boost, replicate);
  return value * Math.exp(Math.log(open(low)) / shape);
}
