import { largeGamma } from "./gamma";
import { isInside, normal, pointOf } from "./normal";
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
  for (let lane: u32 = 0; lane < lanes; lane++) {
    store<f64>(to, 2.0 * largeGamma(d, c, element, replicate + lane, load<u64>(from)));
    from += fromNext;
    to += lane & 1 ? toNext - 8 : 8;
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
  for (let lane: u32 = 0; lane < lanes; lane++) {
    const word = load<u64>(from);
    let value = pointOf(word);
    if (!isInside(word)) value = normal(word, element, replicate + lane, 1);
    store<f64>(to, squared ? value * value : value);
    from += fromNext;
    to += lane & 1 ? toNext - 8 : 8;
  }
}
