import { log } from "./math.ts";

const halfLogTwoPi = 0.9189385332046728;

/** log n! less Stirling's formula, for n = 0 to 15; the entry of 0 is not used. */
const table: readonly number[] = Array.from({ length: 16 }, (_, n) => {
  let factorial = 1;
  for (let i = 2; i <= n; i++) factorial *= i;
  return n === 0 ? 0 : log(factorial) - (n + 0.5) * log(n) + n - halfLogTwoPi;
});

/**
 * log n! - [(n + 1/2) log n - n + log √(2π)].
 *
 * @param n whole, at least 1
 * @source C. Loader, Fast and Accurate Computation of Binomial Probabilities (2000), Section 3
 */
export function stirlingError(n: number): number {
  if (n < 16) return table[n] ?? 0;
  const square = n * n;
  return (1 / 12 - (1 / 360 - (1 / 1260 - 1 / 1680 / square) / square) / square) / n;
}

/**
 * x log(x / mean) + mean - x: half the deviance of a count, exact also where x is close to the mean.
 *
 * @param x above 0
 * @param mean above 0
 * @source Loader (2000), Section 4
 */
export function deviance(x: number, mean: number): number {
  const difference = x - mean;
  const sum = x + mean;
  if (Math.abs(difference) >= 0.1 * sum) return x * log(x / mean) - difference;
  const v = difference / sum;
  let total = difference * v;
  let term = 2 * x * v;
  for (let j = 3; ; j += 2) {
    term *= v * v;
    const next = total + term / j;
    if (next === total) return total;
    total = next;
  }
}
