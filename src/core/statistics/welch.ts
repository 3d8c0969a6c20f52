import { studentP, studentQuantile } from "./student.ts";

/** What is known of a mean. */
export interface MeanOf {
  readonly n: number;
  readonly mean: number;
  /** Sample standard deviation (divisor n - 1). */
  readonly sd: number;
}

/** How two means differ: the second less the first. */
export interface MeanDifference {
  readonly difference: number;
  /** Ends of an interval for the true difference. */
  readonly low: number;
  readonly high: number;
  /** Two-sided; how often equal means would lie as far apart. */
  readonly p: number;
}

/**
 * Compares the means of two independent samples whose variances need not be equal, and are not both 0.
 *
 * @param level of the interval, between 0 and 1
 * @returns undefined where a sample has fewer than 2 values, or a mean or spread is not finite
 * @source Welch 1947, Biometrika 34, with Satterthwaite's degrees of freedom
 */
export function welch(first: MeanOf, second: MeanOf, level: number): MeanDifference | undefined {
  const difference = second.mean - first.mean;
  const [a, b] = [first, second].map(({ n, sd }) => (sd * sd) / n) as [number, number];
  if (Math.min(first.n, second.n) < 2 || !Number.isFinite(difference) || !Number.isFinite(a + b))
    return undefined;
  const freedom = ((a + b) * (a + b)) / ((a * a) / (first.n - 1) + (b * b) / (second.n - 1));
  return student(difference, Math.sqrt(a + b), freedom, level);
}

/**
 * Compares the means of two independent samples of equal variance.
 *
 * @param level of the interval, between 0 and 1
 * @returns undefined where a sample has fewer than 2 values, or a mean or spread is not finite
 * @source Student 1908, Biometrika 6, with the variance of both samples together
 */
export function pooled(first: MeanOf, second: MeanOf, level: number): MeanDifference | undefined {
  const difference = second.mean - first.mean;
  const freedom = first.n + second.n - 2;
  const squares = [first, second].reduce((sum, { n, sd }) => sum + (n - 1) * sd * sd, 0);
  const error = Math.sqrt((squares / freedom) * (1 / first.n + 1 / second.n));
  if (Math.min(first.n, second.n) < 2 || !Number.isFinite(difference) || !Number.isFinite(error))
    return undefined;
  return student(difference, error, freedom, level);
}

function student(difference: number, error: number, freedom: number, level: number): MeanDifference {
  const half = studentQuantile(1 - level, freedom) * error;
  return {
    difference,
    low: difference - half,
    high: difference + half,
    p: studentP(difference / error, freedom),
  };
}

/**
 * P-values adjusted for their number: those at most `level` are wrong, taken together, with a probability of at most
 * `level`, whatever depends on what.
 *
 * @returns in the order given
 * @source Holm 1979, Scandinavian Journal of Statistics 6
 */
export function holm(ps: readonly number[]): number[] {
  const order = [...ps.keys()].sort((i, j) => (ps[i] as number) - (ps[j] as number));
  const adjusted = new Array<number>(ps.length);
  let least = 0;
  for (const [rank, index] of order.entries()) {
    least = Math.max(least, Math.min(1, (ps.length - rank) * (ps[index] as number)));
    adjusted[index] = least;
  }
  return adjusted;
}
