import { exp } from "../random/math.ts";
import type { Cell } from "../cell.ts";
import { type GaussianLaw, gaussianLaw } from "../families/gaussian-law.ts";

/** What the Gaussian theorems read of a cell. */
export interface GaussianFacts extends GaussianLaw {
  readonly n: number;
  /** The divisor of the scatter of n observations. */
  readonly divisor: number;
  /** Variance of a coordinate of the truth. */
  readonly variance: number;
}

/** A chain's first two moments, in units of the true variance of one coordinate. */
export interface Moments {
  /** Expected fitted variance. */
  readonly variance: number;
  /** Expected squared error of the fitted mean, one coordinate. */
  readonly error: number;
}

/** Relative sd of a variance above which the mean over replicates is carried by a few chains. */
const mostSpread = 3;
/** log of the square of the spread at which chains freeze as `underflow`, 2·log(1e-150). */
const logFrozen = -690.7;

/**
 * A Gaussian cell's facts; undefined where the cell is of another family or regime.
 *
 * @source arXiv:2412.17646, Section 2
 */
export function gaussianFacts(cell: Cell, regime: string): GaussianFacts | undefined {
  if (cell.family !== "gaussian" || cell.regime !== regime) return undefined;
  const law = gaussianLaw(cell.parameters);
  const n = Number(cell.parameters["samples"]);
  return { ...law, n, divisor: n - law.lost, variance: law.sd * law.sd };
}

/**
 * Whether a mean over replicates of a quantity with this relative sd is a fair statistic.
 *
 * @source the heavy tail of products of chi-squares, arXiv:2412.17646, Section 2
 */
export function fairMean(relativeSd: number): boolean {
  return relativeSd <= mostSpread;
}

/**
 * Whether sampling with a bias above 1 makes so much of what early generations happened to have that a mean over replicates is
 * carried by few of them.
 *
 * @param steps what scatters of the regime's batches add up to, in units of the first one's: H2(g) where data accumulate
 * @source variance of a product of chi-squares whose steps fall as those of the pool
 */
export function heavy({ n, bias }: GaussianFacts, steps: number): boolean {
  return bias > 1 && !fairMean(Math.sqrt(Math.max(0, exp((2 * bias * bias * steps) / (n - 1)) - 1)));
}

/**
 * Whether, 6 standard deviations down, log variances are still above where chains freeze.
 *
 * @source the floor of 1e-150 on a spread
 */
export function aboveFloor(mean: number, sd: number): boolean {
  return mean - 6 * sd > logFrozen;
}

/**
 * The standard deviation, at least, of a metric linear in the first two moments: that of the square of a Gaussian error, and
 * that of the fitted variance. Both vary with the variances of the models before, and so with each other.
 *
 * @param relative sd of the mean fitted variance over its expectation, at least
 * @source moments of the chi-square law
 */
export function leastSpread(
  { dimension: d, variance }: GaussianFacts,
  moments: Moments,
  metric: string,
  relative: number,
): number {
  const error = moments.error * Math.sqrt(2 / d);
  if (metric === "squared_error_mean") return d * variance * error;
  if (metric === "second_moment") return hypotenuse(moments.variance * relative, error);
  return (metric === "variance" ? variance : 1) * moments.variance * relative;
}

/** @source Pythagoras */
export function hypotenuse(a: number, b: number): number {
  return Math.sqrt(a * a + b * b);
}

/**
 * The value that a metric linear in the first two moments has; undefined for the others.
 *
 * @source arXiv:2410.16713, Section 3 (the metrics)
 */
export function fromMoments(
  { dimension, variance }: GaussianFacts,
  moments: Moments,
  metric: string,
): number | undefined {
  if (metric === "variance") return variance * moments.variance;
  if (metric === "trace_ratio") return moments.variance;
  if (metric === "squared_error_mean") return dimension * variance * moments.error;
  if (metric === "second_moment") return moments.variance + moments.error;
  return undefined;
}
