import { exp, lgamma, log } from "../random/math.ts";

const precise = 1e-15;
const tiny = 1e-300;
const mostSteps = 500;

/**
 * Two-sided p-value: the probability that |T| exceeds |t|.
 *
 * @param freedom degrees of freedom, above 0, whole or not
 * @source Abramowitz, Stegun, 26.7.1 (the incomplete beta function); its continued fraction by Lentz' method
 */
export function studentP(t: number, freedom: number): number {
  if (Number.isNaN(t)) return Number.NaN;
  if (!Number.isFinite(t)) return 0;
  return incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5);
}

/**
 * The t that is exceeded in absolute value with probability `p`.
 *
 * @param p above 0, at most 1
 * @source none: bisection of {@link studentP}
 */
export function studentQuantile(p: number, freedom: number): number {
  let [low, high] = [0, 1];
  while (studentP(high, freedom) > p && high < 1e12) high *= 2;
  for (let step = 0; step < 200 && high - low > precise * high; step++) {
    const middle = (low + high) / 2;
    if (studentP(middle, freedom) > p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Regularised incomplete beta function, x in [0, 1]. */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x));
  return x < (a + 1) / (a + b + 2)
    ? (front * continuedFraction(x, a, b)) / a
    : 1 - (front * continuedFraction(1 - x, b, a)) / b;
}

function continuedFraction(x: number, a: number, b: number): number {
  const away = (value: number): number => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m <= mostSteps; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    const change = d * c;
    value *= change;
    if (Math.abs(change - 1) < precise) break;
  }
  return value;
}
