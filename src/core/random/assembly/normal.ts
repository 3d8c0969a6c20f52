import { open, wholes } from "./open";
import { columns, halfOf, rows, step, wordsOf } from "./pairs";
import { block, blocksOf, high, low } from "./philox";

/**
 * Standard normal numbers by the ziggurat with 256 layers of equal area. Layer (8 bits), sign (1 bit) and abscissa
 * (52 bits) come from disjoint bits of one word; one word in 80 needs further attempts.
 *
 * @source Marsaglia, Tsang: The ziggurat method for generating random variables (2000); with the layer and the
 * abscissa independent, as Doornik (2005) asks for
 */
const layers = 256;
const rightmost: f64 = 3.6541528853610088;
const area: f64 = 0.00492867323399;
const scale: f64 = 4503599627370496.0;

/**
 * By the low 9 bits of a word (layer, sign) two numbers: the layer's signed width in units of the abscissa; the
 * abscissa below which all of the layer lies under the curve, whatever the ordinate.
 */
const strips: usize = memory.data(2 * layers * 16, 16);
const height: usize = memory.data(layers * 8, 16);

function density(x: f64): f64 {
  return Math.exp(-0.5 * x * x);
}

function strip(layer: usize, width: f64, inside: u64): void {
  const right = strips + (layer << 4);
  const left = right + (layers << 4);
  store<f64>(right, width / scale);
  store<u64>(right, inside, 8);
  store<f64>(left, -width / scale);
  store<u64>(left, inside, 8);
}

/** Computes the layers; called once, when the module is made. */
export function layOut(): void {
  const base = area / density(rightmost);
  strip(0, base, <u64>((rightmost / base) * scale));
  store<f64>(height, 1.0);
  let outer = rightmost;
  for (let layer = layers - 1; layer >= 1; layer--) {
    const inner = layer == 1 ? 0 : Math.sqrt(-2.0 * Math.log(area / outer + density(outer)));
    strip(layer, outer, <u64>((inner / outer) * scale));
    store<f64>(height + (layer << 3), density(outer));
    outer = inner;
  }
}

/** Where the word points to in its layer. */
// @ts-ignore: decorator
@inline export function pointOf(word: u64): f64 {
  return <f64>(<i64>(word >> 12)) * load<f64>(strips + ((<usize>word & 511) << 4));
}

/** Whether that is under the curve, whatever the ordinate. */
// @ts-ignore: decorator
@inline export function isInside(word: u64): bool {
  return word >> 12 < load<u64>(strips + ((<usize>word & 511) << 4), 8);
}

// Two words at a time: their layers' widths and bounds are brought together from where each word's own stand.

/** What `strips` holds, `offset` bytes into an entry, for the words at two places. */
// @ts-ignore: decorator
@inline function entries(one: usize, two: usize, offset: usize): v128 {
  const first = strips + ((<usize>load<u32>(one) & 511) << 4) + offset;
  const second = strips + ((<usize>load<u32>(two) & 511) << 4) + offset;
  return v128.load64_lane(second, v128.load64_zero(first), 1);
}

/** Where two words point to: {@link pointOf}. @param one, two places of the words */
// @ts-ignore: decorator
@inline export function pointsOf(words: v128, one: usize, two: usize): v128 {
  return f64x2.mul(wholes(i64x2.shr_u(words, 12)), entries(one, two, 0));
}

/** Which of them are under the curve, whatever the ordinate. */
// @ts-ignore: decorator
@inline export function areInside(words: v128, one: usize, two: usize): v128 {
  return i64x2.lt_s(i64x2.shr_u(words, 12), entries(one, two, 8));
}

/** Two words, from two places. */
// @ts-ignore: decorator
@inline export function wordsAt(one: usize, two: usize): v128 {
  return v128.load64_lane(two, v128.load64_zero(one), 1);
}

/**
 * The normal number that begins with a word, wherever that points.
 *
 * @param element whose stream the word is from
 * @param next first attempt of that element that is free
 */
export function normal(first: u64, element: u32, replicate: u32, next: u32): f64 {
  let word = first;
  let attempt = next;
  while (!isInside(word)) {
    const x = pointOf(word);
    const layer = (<usize>word & 255) << 3;
    block(element, attempt++, replicate);
    if (layer == 0) return copysign<f64>(tail(element, replicate, attempt), x);
    const top = load<f64>(height + layer - 8);
    const bottom = load<f64>(height + layer);
    if ((top - bottom) * open(low) + bottom < density(x)) return x;
    word = high;
  }
  return pointOf(word);
}

/** The normal number of a word of attempt 0. */
// @ts-ignore: decorator
@inline export function normalOf(word: u64, element: u32, replicate: u32): f64 {
  return isInside(word) ? pointOf(word) : normal(word, element, replicate, 1);
}

/** Beyond the rightmost layer, from the block that was just computed and those after it. */
function tail(element: u32, replicate: u32, next: u32): f64 {
  let attempt = next;
  while (true) {
    const beyond = -Math.log(open(low)) / rightmost;
    const room = -Math.log(open(high));
    if (room + room > beyond * beyond) return rightmost + beyond;
    block(element, attempt++, replicate);
  }
}

export function normals(out: usize, scratch: usize, replicate: u32, lanes: u32, first: u32, n: u32): void {
  wordsOf(scratch, replicate, lanes, first, n);
  let from = scratch;
  let to = out;
  for (let row: u32 = 0; row < rows; row++) {
    const end = to + (<usize>columns << 3);
    for (const even = end - 8; to < even; to += 16) {
      const next = from + step;
      const words = wordsAt(from, next);
      v128.store(to, pointsOf(words, from, next));
      const inside = areInside(words, from, next);
      if (!i64x2.all_true(inside)) {
        if (!i64x2.extract_lane(inside, 0)) settle(to, out, load<u64>(from), replicate, first, n);
        if (!i64x2.extract_lane(inside, 1)) settle(to + 8, out, load<u64>(next), replicate, first, n);
      }
      from = next + step;
    }
    if (to < end) {
      const word = load<u64>(from);
      if (isInside(word)) store<f64>(to, pointOf(word));
      else settle(to, out, word, replicate, first, n);
      from += step;
      to += 8;
    }
    from += 8;
  }
}

/** The normal number of a word, at its place among those of lanes. */
function settle(to: usize, out: usize, word: u64, replicate: u32, first: u32, n: u32): void {
  const i = <u32>((to - out) >> 3);
  store<f64>(to, normal(word, first + (i % n), replicate + i / n, 1));
}

export function normalsAt(out: usize, scratch: usize, elements: usize, n: u32, replicate: u32): void {
  blocksOf(scratch, elements, n, replicate);
  for (let i: usize = 0; i < n; i++) {
    const element = load<u32>(elements + (i << 2));
    const word = halfOf(scratch + (i << 4), element);
    store<f64>(out + (i << 3), isInside(word) ? pointOf(word) : normal(word, element, replicate, 1));
  }
}
