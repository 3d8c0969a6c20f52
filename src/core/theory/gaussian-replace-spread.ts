import type { Cell } from "../cell.ts";
import type { GaussianFacts } from "./gaussian-facts.ts";
import { recursion } from "./recursion.ts";

/** Expectations for a random covariance matrix, in units of the true variance. */
interface Squares {
  /** Of the square of its trace. */
  readonly trace: number;
  /** Of the trace of its square. */
  readonly matrix: number;
}

interface Spreads {
  /** Of the covariance that this generation's batch was drawn with, and of the one fitted to it. */
  readonly drawn: Squares;
  readonly fitted: Squares;
  /** Of products of the covariance drawn with and those of all batches before, and of the square of the sum of all. */
  readonly mixed: Squares;
  readonly sum: Squares;
}

/**
 * Standard deviations under replacement, in any dimension, in units of the true variance: of the mean fitted variance, and of
 * the squared error of the fitted mean.
 *
 * Given all covariances, the mean is Gaussian around the truth with the sum of them over n as its own covariance A, and the
 * squared error has the second moment (tr A)² + 2 tr A². Covariances are a martingale but for a factor, each a Wishart
 * matrix about the one before, so that squares and products of traces follow a linear recursion.
 *
 * @source derived; second moments of the Wishart law: E tr²W = ν²tr²Σ + 2ν trΣ², E trW² = ν(ν+1) trΣ² + ν tr²Σ
 */
export const replaceSpreads: (cell: Cell, facts: GaussianFacts, generation: number) => Spreads = recursion(
  (facts: GaussianFacts) => {
    const { dimension: d } = facts;
    const drawn = { trace: d * d, matrix: d };
    return { drawn, fitted: fittedTo(facts, drawn), mixed: { trace: 0, matrix: 0 }, sum: drawn };
  },
  (facts: GaussianFacts, { drawn: last, fitted, mixed: before, sum }: Spreads) => {
    const { bias, n, divisor } = facts;
    const factor = (bias * (n - 1)) / divisor;
    const drawn = combined(fitted, bias * bias);
    const mixed = combined(combined(before, 1, last), factor);
    return {
      drawn,
      fitted: fittedTo(facts, drawn),
      mixed,
      sum: combined(combined(sum, 1, drawn), 1, combined(mixed, 2)),
    };
  },
);

/**
 * Standard deviations, from these and from the expectations of the same quantities.
 *
 * @source derived: second moments less squares of the first
 */
export function spreadsOf(
  { n, dimension: d }: GaussianFacts,
  { fitted, sum }: Spreads,
  { variance, error }: { readonly variance: number; readonly error: number },
): { readonly variance: number; readonly error: number } {
  const squaredError = (sum.trace + 2 * sum.matrix) / (n * n);
  return {
    variance: Math.sqrt(Math.max(0, fitted.trace / (d * d) - variance * variance)),
    error: Math.sqrt(Math.max(0, squaredError - d * d * error * error)),
  };
}

function fittedTo({ n, divisor }: GaussianFacts, { trace, matrix }: Squares): Squares {
  const freedom = n - 1;
  const scale = freedom / (divisor * divisor);
  return {
    trace: scale * (freedom * trace + 2 * matrix),
    matrix: scale * ((freedom + 1) * matrix + trace),
  };
}

/** factor · (one + other) */
function combined(one: Squares, factor: number, other: Squares = { trace: 0, matrix: 0 }): Squares {
  return { trace: factor * (one.trace + other.trace), matrix: factor * (one.matrix + other.matrix) };
}
