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
  /** Paper, version and place. */
  readonly source: string;
}

/**
 * A theorem as a function: undefined where it does not speak of that cell, metric or generation, or where the mean
 * is no fair statistic (heavy tails) so that another metric of the same cell carries the comparison.
 */
export type Theorem = (cell: Cell, metric: string, generation: number) => readonly Prediction[] | undefined;
