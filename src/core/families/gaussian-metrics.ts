import type { Metric } from "./family.ts";

const definitions = [
  ["squared_error_mean", "unit²", "squared distance of the fitted mean from the true mean"],
  ["mean", "unit", "first coordinate of the fitted mean"],
  ["variance", "unit²", "trace of the fitted covariance over the dimension"],
  ["trace_ratio", "1", "trace of the fitted covariance over that of the true one"],
  ["det_ratio", "1", "determinant of the fitted covariance over that of the true one"],
  [
    "log_variance",
    "nat",
    "log determinant of the fitted covariance over the dimension; log variance where that is 1",
    "the covariance is regular",
  ],
  ["sd", "unit", "fitted standard deviation", "dimension 1"],
  [
    "w2_squared",
    "unit²",
    "squared 2-Wasserstein distance of the fitted law from the truth",
    "dimension up to 16",
  ],
  ["kl", "nat", "divergence KL(fitted || truth)", "the covariance is regular"],
  ["second_moment", "1", "mean squared distance of a new draw from the true mean, over the true one"],
  [
    "above_threshold",
    "1",
    "1 while the fitted standard deviation is above `threshold`, else 0",
    "dimension 1, and a threshold is given",
  ],
] as const;

/** Names of the Gaussian's metrics. @source arXiv:2410.16713, Section 3 */
export type GaussianMetric = (typeof definitions)[number][0];

/**
 * The metrics of a Gaussian chain, in the order of their columns.
 *
 * @source arXiv:2410.16713, Section 3 (squared error, trace and determinant); arXiv:2307.01850 (Wasserstein); arXiv:2412.17646,
 * Theorem 3 (whether the spread is above a threshold)
 */
export const gaussianMetrics: readonly Metric[] = definitions.map(([name, unit, meaning, definedWhere]) => ({
  name,
  unit,
  meaning,
  ...(definedWhere ? { definedWhere } : {}),
}));

/** Where the column of a metric stands among them. @source arXiv:2410.16713, Section 3 */
export function gaussianColumn(metric: GaussianMetric): number {
  return definitions.findIndex(([name]) => name === metric);
}

/**
 * The columns of a generation by name.
 *
 * @source arXiv:2410.16713, Section 3
 */
export function gaussianColumns(
  columns: readonly Float64Array[],
): Readonly<Record<GaussianMetric, Float64Array>> {
  return Object.fromEntries(definitions.map(([name], at) => [name, columns[at]])) as Record<
    GaussianMetric,
    Float64Array
  >;
}
