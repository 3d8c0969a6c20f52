import { late, putOff, stretch } from "./late";
import { areInside, isInside, normal, normalOf, pointOf, pointsOf } from "./normal";
import { addressOf } from "./philox";
import { blocksOfPoints, wordsOfPoints } from "./point-blocks";

/**
 * Standard normal numbers of single observations, wherever they stand: `width` numbers a point, which are elements
 * index · w to index · w + width - 1 of its stream, w being width rounded up to an even number.
 *
 * @param out point after point; where a width of 1 leaves them odd in number, one more is written behind
 * @param scratch blocks of all points, and seven points more
 * @param points four columns of `column` bytes: index of the point in its batch; part and draw of the batch, as the
 *   counter has them; generation; replicate
 */
export function normalsOfPoints(
  out: usize,
  scratch: usize,
  points: usize,
  column: usize,
  count: u32,
  width: u32,
): void {
  if (width == 1) {
    wordsOfPoints(scratch, points, column, count, false);
    singleNormals(out, scratch, points, column, count);
    return;
  }
  const half = (width + 1) >> 1;
  const step = <usize>half << 4;
  for (let b: u32 = 0; b < half; b++)
    blocksOfPoints(scratch + (<usize>b << 4), step, points, column, count, half, b);
  for (let i: u32 = 0; i < count; i++) {
    for (let e: u32 = 0; e < width; e++) {
      const word = load<u64>(scratch + (<usize>e << 3));
      let value = pointOf(word);
      if (!isInside(word)) {
        const at = points + (<usize>i << 2);
        addressOf(load<u32>(at + column), load<u32>(at + 2 * column));
        value = normal(word, 2 * half * load<u32>(at) + e, load<u32>(at + 3 * column), 1);
      }
      store<f64>(out, value);
      out += 8;
    }
    scratch += step;
  }
}

/** One number a point, from a word each. */
function singleNormals(out: usize, words: usize, points: usize, column: usize, count: u32): void {
  for (let first: u32 = 0; first < count; first += stretch) {
    let end = late;
    for (let i = first, last = min(first + stretch, count); i < last; i += 2) {
      const from = words + (<usize>i << 3);
      const both = v128.load(from);
      v128.store(out + (<usize>i << 3), pointsOf(both, from, from + 8));
      end = putOff(end, i, !i64x2.all_true(areInside(both, from, from + 8)));
    }
    for (let entry = late; entry < end; entry += 4) {
      const i = load<u32>(entry);
      settle(out, words, points, column, i);
      if (i + 1 < count) settle(out, words, points, column, i + 1);
    }
  }
}

// @ts-ignore: decorator
@inline function settle(out: usize, words: usize, points: usize, column: usize, i: u32): void {
  const at = points + (<usize>i << 2);
  addressOf(load<u32>(at + column), load<u32>(at + 2 * column));
  const word = load<u64>(words + (<usize>i << 3));
  store<f64>(out + (<usize>i << 3), normalOf(word, 2 * load<u32>(at), load<u32>(at + 3 * column)));
}
