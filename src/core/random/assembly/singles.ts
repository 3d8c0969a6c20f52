import { counts } from "./counts";
import { largeGamma, largeGammas, smallGamma } from "./gamma";
import { hypergeometricOf } from "./hypergeometric";
import { isInside, normal, pointOf } from "./normal";
import { open } from "./open";
import { blocks } from "./philox";

// One number a lane, of one word each: element 0 of its stream. Two neighbouring replicates share the block of half their
// number, whose low word is the even one's; further attempts are each replicate's own. A parameter that lanes do not share
// stands where the number will.

/** Makes the words of `lanes` replicates from `replicate` on. @returns where the first of them is; the others follow */
// @ts-ignore: decorator
@inline function wordsOf(scratch: usize, replicate: u32, lanes: u32): usize {
  const odd = replicate & 1;
  const pairs = (lanes + odd + 1) >> 1;
  blocks(scratch, replicate >> 1, 0, 1, pairs);
  return scratch + (<usize>odd << 3);
}

/** Normal numbers about means, with one standard deviation. */
export function normalsAbout(out: usize, scratch: usize, sd: f64, replicate: u32, lanes: u32): void {
  let from = wordsOf(scratch, replicate, lanes);
  for (let lane: u32 = 0; lane < lanes; lane++, from += 8, out += 8) {
    const word = load<u64>(from);
    const x = isInside(word) ? pointOf(word) : normal(word, 0, replicate + lane, 1);
    store<f64>(out, load<f64>(out) + sd * x);
  }
}

/** Gamma numbers of one shape and of scales: NaN unless shape >= 0. */
export function gammas(out: usize, scratch: usize, shape: f64, replicate: u32, lanes: u32): void {
  let from = wordsOf(scratch, replicate, lanes);
  if (!(shape >= 1.0)) {
    for (let lane: u32 = 0; lane < lanes; lane++, from += 8, out += 8)
      store<f64>(out, load<f64>(out) * smallGamma(shape, 0, replicate + lane, load<u64>(from)));
    return;
  }
  const d = shape - 1.0 / 3.0;
  const c = 1.0 / Math.sqrt(9.0 * d);
  let lane: u32 = 0;
  for (; lane + 1 < lanes; lane += 2, from += 16, out += 16) {
    const scales = v128.load(out);
    if (largeGammas(out, 1.0, d, c, v128.load(from), from, from + 8)) v128.store(out, f64x2.mul(scales, v128.load(out)));
    else {
      const one = largeGamma(d, c, 0, replicate + lane, load<u64>(from));
      const two = largeGamma(d, c, 0, replicate + lane + 1, load<u64>(from, 8));
      v128.store(out, f64x2.mul(scales, f64x2.replace_lane(f64x2.splat(one), 1, two)));
    }
  }
  if (lane < lanes) store<f64>(out, load<f64>(out) * largeGamma(d, c, 0, replicate + lane, load<u64>(from)));
}

/** Poisson counts: sums of `times` of each mean. */
export function poissons(out: usize, scratch: usize, times: f64, replicate: u32, lanes: u32): void {
  const words = wordsOf(scratch, replicate, lanes);
  for (let at = out, end = out + (<usize>lanes << 3); at < end; at += 8) store<f64>(at, times * load<f64>(at));
  counts(out, words, listOf(scratch, lanes), false, 0, replicate, lanes);
}

/** Binomial counts of as many trials at each probability. */
export function binomials(out: usize, scratch: usize, trials: f64, replicate: u32, lanes: u32): void {
  const words = wordsOf(scratch, replicate, lanes);
  counts(out, words, listOf(scratch, lanes), true, trials, replicate, lanes);
}

/** Room behind the words. */
// @ts-ignore: decorator
@inline function listOf(scratch: usize, lanes: u32): usize {
  return scratch + ((<usize>lanes + 32) << 3);
}

/** How many of `chosen` out of a population, without replacement, are among so many that are marked. */
export function hypergeometrics(
  out: usize,
  scratch: usize,
  chosen: f64,
  replicate: u32,
  lanes: u32,
  population: f64,
): void {
  let from = wordsOf(scratch, replicate, lanes);
  for (let lane: u32 = 0; lane < lanes; lane++, from += 8, out += 8)
    store<f64>(out, hypergeometricOf(open(load<u64>(from)), population, load<f64>(out), chosen));
}
