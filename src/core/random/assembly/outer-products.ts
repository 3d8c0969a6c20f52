import { entry } from "./triangle";

/** Columns of a block: two rows of it are eight registers, as many sums as it takes not to wait for any of them. */
const columns: u32 = 8;

/**
 * sum += the outer products of rows with themselves, packed as its lower triangle; of one lane, numbers side by side.
 *
 * @param rows `count` rows of `width` numbers, and 8 more numbers that may be read
 */
export function addOuterProducts(sum: usize, rows: usize, count: u32, width: u32): void {
  const step = <usize>width << 3;
  for (let i: u32 = 0; i < width; i += 2) {
    for (let j: u32 = 0; j <= i + 1; j += columns) {
      let a0 = f64x2.splat(0);
      let a1 = a0;
      let a2 = a0;
      let a3 = a0;
      let b0 = a0;
      let b1 = a0;
      let b2 = a0;
      let b3 = a0;
      let left = rows + (<usize>i << 3);
      let from = rows + (<usize>j << 3);
      for (let k: u32 = 0; k < count; k++) {
        const a = v128.load64_splat(left);
        const b = v128.load64_splat(left, 8);
        const x0 = v128.load(from);
        const x1 = v128.load(from, 16);
        const x2 = v128.load(from, 32);
        const x3 = v128.load(from, 48);
        a0 = f64x2.add(a0, f64x2.mul(a, x0));
        a1 = f64x2.add(a1, f64x2.mul(a, x1));
        a2 = f64x2.add(a2, f64x2.mul(a, x2));
        a3 = f64x2.add(a3, f64x2.mul(a, x3));
        b0 = f64x2.add(b0, f64x2.mul(b, x0));
        b1 = f64x2.add(b1, f64x2.mul(b, x1));
        b2 = f64x2.add(b2, f64x2.mul(b, x2));
        b3 = f64x2.add(b3, f64x2.mul(b, x3));
        left += step;
        from += step;
      }
      addStretch(sum, i, j, a0, a1, a2, a3);
      if (i + 1 < width) addStretch(sum, i + 1, j, b0, b1, b2, b3);
    }
  }
}

/** Adds columns j to j + 7 of row i, as far as they lie in the triangle. */
// @ts-ignore: decorator
@inline function addStretch(sum: usize, i: u32, j: u32, first: v128, second: v128, third: v128, fourth: v128): void {
  const to = entry(sum, i, j);
  addTwo(to, i, j, first);
  addTwo(to + 16, i, j + 2, second);
  addTwo(to + 32, i, j + 4, third);
  addTwo(to + 48, i, j + 6, fourth);
}

// @ts-ignore: decorator
@inline function addTwo(to: usize, i: u32, j: u32, two: v128): void {
  if (j <= i) store<f64>(to, load<f64>(to) + f64x2.extract_lane(two, 0));
  if (j + 1 <= i) store<f64>(to, load<f64>(to, 8) + f64x2.extract_lane(two, 1), 8);
}
