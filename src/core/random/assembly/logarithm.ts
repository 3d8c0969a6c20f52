// Natural logarithms of two numbers at a time: what a scalar table look-up cannot give.

const reduction: u64 = 0x3fe6a09e667f3bcd; // √½: mantissas are brought to [√½, √2)
const bias: u64 = 0x4000000000000000; // keeps the exponent above 0 while it is shifted
const magic: u64 = 0x4330000000000000; // 2^52: what is in the low bits of its mantissa becomes its value

const leastNormal: f64 = 2.2250738585072014e-308;

const high: f64 = 6.93147180369123816490e-1;
const low: f64 = 1.90821492927058770002e-10;
const one: f64 = 6.666666666666735130e-1;
const two: f64 = 3.999999999940941908e-1;
const three: f64 = 2.857142874366239149e-1;
const four: f64 = 2.222219843214978396e-1;
const five: f64 = 1.818357216161805012e-1;
const six: f64 = 1.531383769920937332e-1;
const seven: f64 = 1.479819860511658591e-1;

/**
 * The natural logarithm of each half, off by less than one unit in the last place.
 *
 * @source K. C. Ng's algorithm (log x = k·log 2 + log(1 + f), f in [√½ - 1, √2 - 1], a rational form of log(1 + f) with
 *   seven coefficients), as in FreeBSD's e_log.c
 */
// @ts-ignore: decorator
@inline export function logOfPair(x: v128): v128 {
  const result = logOfNormals(x);
  const usual = areNormal(x);
  return i64x2.all_true(usual) ? result : v128.bitselect(result, oneByOne(x), usual);
}

/** Which halves are normal numbers above 0. */
// @ts-ignore: decorator
@inline export function areNormal(x: v128): v128 {
  return v128.and(f64x2.ge(x, f64x2.splat(leastNormal)), f64x2.le(x, f64x2.splat(f64.MAX_VALUE)));
}

/** The same of normal numbers above 0, what uniform ones always are. */
// @ts-ignore: decorator
@inline export function logOfNormals(x: v128): v128 {
  const above = i64x2.sub(x, i64x2.splat(reduction));
  const scale = v128.and(above, i64x2.splat(0xfff0000000000000));
  const shifted = i64x2.shr_u(i64x2.add(above, i64x2.splat(bias)), 52);
  const k = f64x2.sub(v128.or(shifted, i64x2.splat(magic)), f64x2.splat(4503599627371520.0)); // 2^52 + 1024
  const f = f64x2.sub(i64x2.sub(x, scale), f64x2.splat(1.0));
  const s = f64x2.div(f, f64x2.add(f, f64x2.splat(2.0)));
  const z = f64x2.mul(s, s);
  const w = f64x2.mul(z, z);
  const even = f64x2.mul(w, plus(two, f64x2.mul(w, plus(four, f64x2.mul(w, f64x2.splat(six))))));
  const tail = plus(five, f64x2.mul(w, f64x2.splat(seven)));
  const odd = f64x2.mul(z, plus(one, f64x2.mul(w, plus(three, f64x2.mul(w, tail)))));
  const half = f64x2.mul(f64x2.mul(f64x2.splat(0.5), f), f);
  const small = f64x2.add(f64x2.mul(s, f64x2.add(half, f64x2.add(odd, even))), f64x2.mul(k, f64x2.splat(low)));
  return f64x2.sub(f64x2.mul(k, f64x2.splat(high)), f64x2.sub(f64x2.sub(half, small), f));
}

/** For 0, what lies below the normal numbers, infinities and NaN; a half never depends on the other. */
function oneByOne(x: v128): v128 {
  const first = f64x2.splat(Math.log(f64x2.extract_lane(x, 0)));
  return f64x2.replace_lane(first, 1, Math.log(f64x2.extract_lane(x, 1)));
}

// @ts-ignore: decorator
@inline function plus(a: f64, b: v128): v128 {
  return f64x2.add(f64x2.splat(a), b);
}
