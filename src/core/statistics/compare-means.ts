import { pow } from "../random/math.ts";
import { type MeanDifference, type MeanOf, pooled, welch } from "./welch.ts";

/**
 * Compares the means of two independent samples, which need be neither normal nor equally large.
 *
 * Welch's interval alone trusts the spread of a small sample: of a skewed law, which the metrics of chains mostly have, that
 * is too small just where the mean is, and beside a large sample it calls differences several times too often. Student's
 * interval takes the spread of both together, and is right where they have one law. The wider of the two is taken, which is
 * Welch's where samples are equally large.
 *
 * @param level of the interval, between 0 and 1
 * @returns undefined where a sample has fewer than 2 values, or a mean or spread is not finite
 */
export function compareMeans(first: MeanOf, second: MeanOf, level: number): MeanDifference | undefined {
  const difference = second.mean - first.mean;
  if (first.sd === 0 && second.sd === 0 && Math.min(first.n, second.n) >= 2)
    return compareConstants(difference, first.n, second.n, level);
  const both = [welch(first, second, level), pooled(first, second, level)] as const;
  if (both[0] === undefined || both[1] === undefined) return undefined;
  return {
    difference,
    low: Math.min(both[0].low, both[1].low),
    high: Math.max(both[0].high, both[1].high),
    p: Math.max(both[0].p, both[1].p),
  };
}

/**
 * Of two samples without spread it is only known how often one law gives two that differ: at most max x^(n - 1) (1 - x)^m
 * over x in [0, 1]. For with p_a the probability of a value a, that is a sum of p_a^n p_b^m over a ≠ b, where the p_b^m
 * of all b together are at most (1 - p_a)^m, and what stays of p_a sums up to 1.
 */
function compareConstants(difference: number, n: number, m: number, level: number): MeanDifference {
  const p = difference === 0 ? 1 : Math.min(largest(n - 1, m), largest(n, m - 1));
  // As far as it may be none, zero is in the interval.
  const known = p <= 1 - level;
  return {
    difference,
    low: known ? difference : Math.min(0, difference),
    high: known ? difference : Math.max(0, difference),
    p,
  };
}

/** The maximum of x^a (1 - x)^b over x in [0, 1]. */
function largest(a: number, b: number): number {
  return pow(a / (a + b), a) * pow(b / (a + b), b);
}
