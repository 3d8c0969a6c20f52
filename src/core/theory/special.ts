import { exp, lgamma, log } from "../random/math.ts";

/**
 * Digamma: the derivative of log Γ. Error below 1e-14 relative to max(1, |ψ|) for x >= 0.5.
 *
 * @param x > 0
 * @source NIST DLMF 5.5.2 (recurrence) and 5.11.2 (asymptotic series)
 */
export function digamma(x: number): number {
  let shift = 0;
  let at = x;
  while (at < 12) {
    shift -= 1 / at;
    at += 1;
  }
  const i = 1 / (at * at);
  const series =
    i * (1 / 12 - i * (1 / 120 - i * (1 / 252 - i * (1 / 240 - i * (1 / 132 - i * (691 / 32760))))));
  return shift + log(at) - 0.5 / at - series;
}

/**
 * Trigamma: the second derivative of log Γ.
 *
 * @param x > 0
 * @source NIST DLMF 5.15.5 (recurrence) and 5.15.8 (asymptotic series)
 */
export function trigamma(x: number): number {
  let shift = 0;
  let at = x;
  while (at < 12) {
    shift += 1 / (at * at);
    at += 1;
  }
  const i = 1 / (at * at);
  const series =
    (i / at) * (1 / 6 - i * (1 / 30 - i * (1 / 42 - i * (1 / 30 - i * (5 / 66 - i * (691 / 2730))))));
  return shift + 1 / at + i / 2 + series;
}

/**
 * Γ(x + step) / Γ(x), without overflow of either.
 *
 * @param x > 0, and x + step > 0
 * @source NIST DLMF 5.2.1
 */
export function gammaRatio(x: number, step: number): number {
  return exp(lgamma(x + step) - lgamma(x));
}

/**
 * base^count for a whole count >= 0, by squaring: + and × alone, so the same bits everywhere.
 *
 * @source none: arithmetic
 */
export function wholePower(base: number, count: number): number {
  let result = 1;
  let square = base;
  for (let rest = count; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= square;
    square *= square;
  }
  return result;
}
