import { isInside, normal, pointOf } from "./normal";
import { addressOf } from "./philox";
import { blocksOfPoints, wordsOfPoints } from "./point-blocks";

/**
 * Standard normal numbers of single observations, wherever they stand: `width` numbers a point, which are elements
 * index · w to index · w + width - 1 of its stream, w being width rounded up to an even number.
 *
 * @param out point after point
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
  const half = (width + 1) >> 1;
  const step = width == 1 ? 8 : <usize>half << 4;
  if (width == 1) wordsOfPoints(scratch, points, column, count, false);
  else
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
