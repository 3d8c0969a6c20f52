import { at, row } from "./lower-pair";

/**
 * Observations of one Gaussian: shift + scale · F·z, two rows of F and four observations at a time.
 *
 * @param out a row of d numbers an observation, `count` of them rounded up to a multiple of four
 * @param factor F of one lane of a pair
 * @param shifts d numbers
 * @param normals z: a column of observations, `column` bytes apart, for each of d coordinates
 */
export function spread(
  out: usize,
  factor: usize,
  shifts: usize,
  normals: usize,
  column: usize,
  count: u32,
  d: u32,
  scale: f64,
): void {
  const width = <usize>d << 3;
  for (const end = normals + (<usize>count << 3); normals < end; normals += 32) {
    for (let i: u32 = 0; i < d; i += 2) {
      const both = i + 1 < d;
      const rowA = factor + row(i);
      const rowB = both ? factor + row(i + 1) : rowA;
      let a0 = f64x2.splat(0);
      let a1 = a0;
      let b0 = a0;
      let b1 = a0;
      let z = normals;
      for (let j: usize = 0; j <= at(i); j += 16) {
        const x = v128.load64_splat(rowA + j);
        const y = v128.load64_splat(rowB + j);
        const z0 = v128.load(z);
        const z1 = v128.load(z, 16);
        a0 = f64x2.add(a0, f64x2.mul(x, z0));
        a1 = f64x2.add(a1, f64x2.mul(x, z1));
        b0 = f64x2.add(b0, f64x2.mul(y, z0));
        b1 = f64x2.add(b1, f64x2.mul(y, z1));
        z += column;
      }
      put(out + (<usize>i << 3), width, shifts + (<usize>i << 3), scale, a0, a1);
      if (!both) continue;
      const y = v128.load64_splat(rowB + at(i + 1));
      b0 = f64x2.add(b0, f64x2.mul(y, v128.load(z)));
      b1 = f64x2.add(b1, f64x2.mul(y, v128.load(z, 16)));
      put(out + (<usize>(i + 1) << 3), width, shifts + (<usize>(i + 1) << 3), scale, b0, b1);
    }
    out += width << 2;
  }
}

// @ts-ignore: decorator
@inline function put(to: usize, step: usize, shift: usize, scale: f64, first: v128, second: v128): void {
  const moved = v128.load64_splat(shift);
  const x = f64x2.add(moved, f64x2.mul(f64x2.splat(scale), first));
  const y = f64x2.add(moved, f64x2.mul(f64x2.splat(scale), second));
  store<f64>(to, f64x2.extract_lane(x, 0));
  store<f64>(to + step, f64x2.extract_lane(x, 1));
  store<f64>(to + 2 * step, f64x2.extract_lane(y, 0));
  store<f64>(to + 3 * step, f64x2.extract_lane(y, 1));
}
