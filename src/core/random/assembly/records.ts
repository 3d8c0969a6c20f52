import { largeGamma, largeGammas } from "./gamma";
import { late, putOff, stretch } from "./late";
import { areInside, normalOf, pointsOf, wordsAt } from "./normal";
import { blocks } from "./philox";

/**
 * Records of `width` numbers a lane, one word each: element e of the lane's stream is a standard normal number where
 * `freedoms` holds 0 at e, else a chi-square number of so many degrees of freedom (1, or at least 2).
 *
 * Lanes lie in pairs, as two halves of a register: number e of lane l stands at ((l >> 1)·width + e)·2 + (l & 1). All
 * lanes of an element are made in a row, so that its law is looked at once.
 *
 * @param lanes even
 */
export function records(
  out: usize,
  scratch: usize,
  freedoms: usize,
  width: u32,
  replicate: u32,
  lanes: u32,
): void {
  const half = (width + 1) >> 1;
  blocks(scratch, replicate, 0, half, half * lanes);
  for (let element: u32 = 0; element < width; element++) {
    const freedom = load<f64>(freedoms + (<usize>element << 3));
    const from = scratch + (<usize>element << 3);
    const to = out + (<usize>element << 4);
    if (freedom >= 2.0) chiSquares(to, from, <usize>width << 4, <usize>half << 4, freedom, element, replicate, lanes);
    else normals(to, from, <usize>width << 4, <usize>half << 4, freedom == 1.0, element, replicate, lanes);
  }
}

function chiSquares(
  out: usize,
  words: usize,
  toNext: usize,
  fromNext: usize,
  freedom: f64,
  element: u32,
  replicate: u32,
  lanes: u32,
): void {
  const d = 0.5 * freedom - 1.0 / 3.0;
  const c = 1.0 / Math.sqrt(9.0 * d);
  let from = words;
  let to = out;
  for (let first: u32 = 0; first < lanes; first += stretch) {
    let end = late;
    for (let lane = first, last = min(first + stretch, lanes); lane < last; lane += 2) {
      const next = from + fromNext;
      end = putOff(end, lane, !largeGammas(to, 2.0, d, c, wordsAt(from, next), from, next));
      from = next + fromNext;
      to += toNext;
    }
    for (let entry = late; entry < end; entry += 4) {
      const lane = load<u32>(entry);
      const one = words + <usize>lane * fromNext;
      const at = out + <usize>(lane >> 1) * toNext;
      store<f64>(at, 2.0 * largeGamma(d, c, element, replicate + lane, load<u64>(one)));
      store<f64>(at, 2.0 * largeGamma(d, c, element, replicate + lane + 1, load<u64>(one + fromNext)), 8);
    }
  }
}

/** Normal numbers, or their squares: chi-square numbers of one degree. */
function normals(
  out: usize,
  words: usize,
  toNext: usize,
  fromNext: usize,
  squared: bool,
  element: u32,
  replicate: u32,
  lanes: u32,
): void {
  let from = words;
  let to = out;
  for (let first: u32 = 0; first < lanes; first += stretch) {
    let end = late;
    for (let lane = first, last = min(first + stretch, lanes); lane < last; lane += 2) {
      const next = from + fromNext;
      const both = wordsAt(from, next);
      put(to, pointsOf(both, from, next), squared);
      end = putOff(end, lane, !i64x2.all_true(areInside(both, from, next)));
      from = next + fromNext;
      to += toNext;
    }
    for (let entry = late; entry < end; entry += 4) {
      const lane = load<u32>(entry);
      const one = words + <usize>lane * fromNext;
      const values = f64x2.splat(normalOf(load<u64>(one), element, replicate + lane));
      const two = normalOf(load<u64>(one + fromNext), element, replicate + lane + 1);
      put(out + <usize>(lane >> 1) * toNext, f64x2.replace_lane(values, 1, two), squared);
    }
  }
}

// @ts-ignore: decorator
@inline function put(to: usize, values: v128, squared: bool): void {
  v128.store(to, squared ? f64x2.mul(values, values) : values);
}
