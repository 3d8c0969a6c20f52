import { largeGamma, largeGammas } from "./gamma";
import { areInside, normal, pointsOf, wordsAt } from "./normal";
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
  for (let lane: u32 = 0; lane < lanes; lane += 2) {
    const next = from + fromNext;
    if (!largeGammas(to, 2.0, d, c, wordsAt(from, next), from, next)) {
      store<f64>(to, 2.0 * largeGamma(d, c, element, replicate + lane, load<u64>(from)));
      store<f64>(to, 2.0 * largeGamma(d, c, element, replicate + lane + 1, load<u64>(next)), 8);
    }
    from = next + fromNext;
    to += toNext;
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
  for (let lane: u32 = 0; lane < lanes; lane += 2) {
    const next = from + fromNext;
    const both = wordsAt(from, next);
    let values = pointsOf(both, from, next);
    const inside = areInside(both, from, next);
    if (!i64x2.all_true(inside)) {
      if (!i64x2.extract_lane(inside, 0))
        values = f64x2.replace_lane(values, 0, normal(load<u64>(from), element, replicate + lane, 1));
      if (!i64x2.extract_lane(inside, 1))
        values = f64x2.replace_lane(values, 1, normal(load<u64>(next), element, replicate + lane + 1, 1));
    }
    v128.store(to, squared ? f64x2.mul(values, values) : values);
    from = next + fromNext;
    to += toNext;
  }
}
