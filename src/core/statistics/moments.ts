/** Mean and spread of a sample. */
export interface Moments {
  /** NaN where +Inf and -Inf are both in it, or where it is empty. */
  readonly mean: number;
  /** Divisor n - 1; NaN where n < 2 or where a square would overflow. */
  readonly sd: number;
}

/** Beyond this magnitude a square overflows: such a sample has no standard deviation. */
const largestSquarable = 1e150;
/** Below this magnitude a square loses digits, or is 0. */
const leastSquarable = 1e-150;

/** A power of 2 that brings numbers of at most this magnitude to where they have squares: 1 where they have them. */
export function squarableBy(magnitude: number): number {
  return magnitude < leastSquarable ? 2 ** 600 : 1;
}

/**
 * Mean and standard deviation, with compensated sums in two passes: a spread far below the mean keeps its digits, and
 * equal values have a spread of exactly 0.
 *
 * @param sorted shape [n], ascending, without NaN
 */
export function momentsOf(sorted: Float64Array): Moments {
  const n = sorted.length;
  const least = sorted[0] ?? Number.NaN;
  const most = sorted[n - 1] ?? Number.NaN;
  const squarable = least > -largestSquarable && most < largestSquarable;
  if (least === most) return { mean: least, sd: n >= 2 && squarable ? 0 : Number.NaN };
  const mean = meanOf(sorted);
  if (n < 2 || !squarable) return { mean, sd: Number.NaN };
  const scale = squarableBy(most - least);
  let squares = 0;
  let lost = 0;
  let off = 0;
  for (let i = 0; i < n; i++) {
    const difference = ((sorted[i] as number) - mean) * scale;
    const term = difference * difference - lost;
    const sum = squares + term;
    lost = sum - squares - term;
    squares = sum;
    off += difference;
  }
  return { mean, sd: Math.sqrt((squares - (off * off) / n) / (n - 1)) / scale };
}

/**
 * Mean by a compensated sum.
 *
 * @param values shape [n], without NaN; ascending or descending, so that the order does not depend on how they came
 * @returns NaN where it is empty, or holds +Inf and -Inf
 */
export function meanOf(values: Float64Array): number {
  const n = values.length;
  let sum = 0;
  let lost = 0;
  for (let i = 0; i < n; i++) {
    const value = values[i] as number;
    const next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  if (Number.isFinite(sum)) return (sum + lost) / n;
  // Infinite values, or finite ones whose sum is beyond a double although their mean is not.
  let mean = 0;
  for (let i = 0; i < n; i++) mean += (values[i] as number) / n;
  return mean;
}
