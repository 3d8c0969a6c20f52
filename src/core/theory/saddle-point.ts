import { exp } from "../random/math.ts";

/** The cumulant generating function K of a law, from `least` on, with its first two derivatives. */
export interface Cumulants {
  /** K is finite for t above this; below 0. */
  readonly least: number;
  readonly cumulant: (t: number) => number;
  readonly slope: (t: number) => number;
  readonly curvature: (t: number) => number;
}

const rootTwoPi = 2.5066282746310005;
const mostSteps = 200;
/** So near to the mean the formula is a difference of two large numbers. */
const nearMean = 1e-3;

/**
 * Pr(X > x), by the saddle-point approximation of Lugannani and Rice: its relative error is small in the tails as well.
 *
 * @param law whose slope takes all values between its mean and x
 * @source Lugannani and Rice (1980); Daniels (1987), formula 4.9
 */
export function upperTail(law: Cumulants, x: number): number {
  const t = saddlePoint(law, x);
  const spread = Math.sqrt(law.curvature(0));
  // The two sides of the mean meet smoothly.
  if (Math.abs(t) * spread < nearMean)
    return (upperTail(law, x - 3 * nearMean * spread) + upperTail(law, x + 3 * nearMean * spread)) / 2;
  const w = Math.sign(t) * Math.sqrt(Math.max(0, 2 * (t * x - law.cumulant(t))));
  const u = t * Math.sqrt(law.curvature(t));
  return Math.min(1, Math.max(0, normalTail(w) + density(w) * (1 / u - 1 / w)));
}

/** The t with K'(t) = x, by bisection: K' rises. */
function saddlePoint({ least, slope }: Cumulants, x: number): number {
  let low = slope(0) > x ? least : 0;
  let high = slope(0) > x ? 0 : 1;
  while (slope(high) < x) high *= 2;
  for (let step = 0; step < mostSteps; step++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (slope(middle) < x) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function density(x: number): number {
  return exp((-x * x) / 2) / rootTwoPi;
}

/**
 * Pr(Z > x) for a standard normal Z; relative error below 1e-12.
 *
 * @source NIST DLMF 7.6.2 (series near the middle) and 7.9.3 (continued fraction in the tails)
 */
export function normalTail(x: number): number {
  if (x < 0) return 1 - normalTail(-x);
  if (x < 3) {
    let [term, sum] = [x, x];
    for (let k = 1; k < 200 && term > 1e-17 * sum; k++) {
      term *= (x * x) / (2 * k + 1);
      sum += term;
    }
    return 0.5 - density(x) * sum;
  }
  let fraction = x;
  for (let k = 120; k >= 1; k--) fraction = x + k / fraction;
  return density(x) / fraction;
}
