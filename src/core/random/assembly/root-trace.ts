import { row } from "./lower-pair";

/** Newton's steps in three dimensions: from the farthest start, four leave nothing but rounding. */
const steps = 5;

/**
 * The trace of (F·F')^(1/2), the sum s of the singular values of F, for a lower triangle F of order 2 or 3 in pairs.
 *
 * With I the trace of F·F', s = √(I + 2·p), p being the sum of products of two singular values. In two dimensions p is
 * the determinant; in three p = √(J + 2·s·det F), J being the sum of the squared minors of order 2. Nothing is ever
 * subtracted in this, so that no digit is lost however flat the ellipsoid; the step from s to s has slope at most 1/9 at
 * its fixed point, and is concave, so that Newton's method comes down to it from √(3·I).
 *
 * @param trace I
 * @source Vieta's formulas for the squares of the singular values; J by the Cauchy–Binet formula
 */
export function rootTrace(factor: usize, trace: v128, d: u32): v128 {
  const two = f64x2.splat(2.0);
  const f11 = v128.load(factor);
  const f21 = v128.load(factor, 16);
  const f22 = v128.load(factor, 32);
  const top = f64x2.mul(f11, f22);
  if (d == 2) return f64x2.sqrt(f64x2.add(trace, f64x2.mul(two, top)));
  const last = factor + row(2);
  const f31 = v128.load(last);
  const f32 = v128.load(last, 16);
  const f33 = v128.load(last, 32);
  const determinant = f64x2.mul(top, f33);
  let minors = f64x2.mul(top, top);
  minors = plusSquare(minors, f64x2.mul(f11, f32));
  minors = plusSquare(minors, f64x2.mul(f11, f33));
  minors = plusSquare(minors, f64x2.mul(f21, f33));
  minors = plusSquare(minors, f64x2.mul(f22, f33));
  minors = plusSquare(minors, f64x2.sub(f64x2.mul(f21, f32), f64x2.mul(f22, f31)));
  let s = f64x2.sqrt(f64x2.mul(f64x2.splat(3.0), trace));
  for (let step = 0; step < steps; step++) {
    const products = f64x2.sqrt(f64x2.add(minors, f64x2.mul(two, f64x2.mul(s, determinant))));
    const next = f64x2.sqrt(f64x2.add(trace, f64x2.mul(two, products)));
    const whole = f64x2.mul(next, products);
    const rest = f64x2.sub(whole, determinant);
    const slower = f64x2.gt(rest, f64x2.splat(0));
    const stretch = v128.bitselect(f64x2.div(whole, rest), f64x2.splat(1.0), slower);
    s = f64x2.sub(s, f64x2.mul(f64x2.sub(s, next), stretch));
  }
  return s;
}

// @ts-ignore: decorator
@inline function plusSquare(sum: v128, x: v128): v128 {
  return f64x2.add(sum, f64x2.mul(x, x));
}
