import type { Cell } from "../cell.ts";

/** What a paper says of the mean of a metric over replicates, at one generation of one cell. */
export interface Prediction {
  /**
   * exact: the expectation itself. asymptotic: its limit for large n, compared with a stated relative slack.
   * lower, upper: a bound on it.
   */
  readonly kind: "exact" | "asymptotic" | "lower" | "upper";
  readonly value: number;
  /** For asymptotic: the relative error that finite n may add. */
  readonly slack?: number;
  /** Standard deviation of one chain's value where it is known: then z does not rest on the sample's own. */
  readonly sd?: number;
  /**
   * Where it is not known: what it is at least, about. A smaller one of the sample is not trusted, for samples of skewed
   * metrics that have drawn no large value have a mean and a spread that are both too small.
   */
  readonly leastSd?: number;
  /**
   * Of a skewed metric: its third central moment over its second. Where rare events make it, that is by how much one of them
   * changes the value of its chain; of a Gaussian error's square it is four times the mean.
   */
  readonly jump?: number;
  /** Paper, version and place. */
  readonly source: string;
}

/**
 * A theorem as a function: undefined where it does not speak of that cell, metric or generation, or where the mean
 * is no fair statistic (heavy tails) so that another metric of the same cell carries the comparison.
 */
export type Theorem = (cell: Cell, metric: string, generation: number) => readonly Prediction[] | undefined;
