import type { Cell } from "../cell.ts";
import { linearRegressionLaw } from "../families/linear-regression-law.ts";

/** What is asked of a cell that no prediction speaks of. */
export type Unpredicted = Pick<Cell, "family" | "regime" | "parameters">;

type Reason = (cell: Unpredicted, metric: string) => string | undefined;

/**
 * Why no theorem speaks of a metric of a cell, in one sentence without a full stop.
 *
 * @param cell one of whose metric there is no prediction at any generation
 * @source the conditions of the theorems in this folder
 */
export function whyNoTheory(cell: Unpredicted, metric: string): string {
  return reasons[cell.family]?.(cell, metric) ?? "no formula for its mean is known";
}

const regression: Reason = (cell, metric) => {
  if (!["squared_error", "excess_log_loss"].includes(metric)) return undefined;
  if (cell.parameters["data"] !== undefined)
    return "on a table the limit speaks of the excess loss where data accumulate; otherwise finite n adds more than it tells";
  const { coefficients, signal } = cell.parameters;
  if (metric === "squared_error" && coefficients === "random" && Number(signal) > 1)
    return "a few chains with large coefficients carry its mean; the excess log loss is compared instead";
  return "with so few rows a coefficient, finite n adds more than a fifth to the Gaussian limit";
};

const gaussian: Reason = (_cell, metric) =>
  ["variance", "trace_ratio", "det_ratio", "w2_squared", "kl", "sd", "mean", "squared_error_mean"].includes(
    metric,
  )
    ? "a few chains carry its mean, or its law is not known under this regime; the log variance is compared where it is"
    : undefined;

const reasons: Readonly<Record<string, Reason>> = {
  "linear-regression": leastSquares,
  "logistic-regression": regression,
  "poisson-regression": regression,
  gaussian,
  exponential: (_cell, metric) =>
    ["mean", "rate", "error", "squared_error"].includes(metric)
      ? "a few chains carry its mean, or its law is not known under this regime; the log mean is compared where it is"
      : undefined,
  discrete: (_cell, metric) =>
    metric.startsWith("entropy")
      ? "the mean entropy is known for the first fit only; support and heterozygosity are compared instead"
      : undefined,
  "n-gram": ({ parameters }) =>
    parameters["order"] === 1
      ? undefined
      : "contexts of an n-gram model are drawn as well as words, so that counts of one are no Wright-Fisher chain",
};

function leastSquares(cell: Unpredicted, metric: string): string | undefined {
  const { samples: n, dimension: d, fixed, ridge, scales } = linearRegressionLaw(cell.parameters);
  const subsampled = cell.regime === "accumulate-subsample";
  if (metric === "step_chi2")
    return "the law of one step is known for whole batches of a fixed design without penalty";
  if (metric !== "test_error") return undefined;
  if (ridge > 0) {
    if (!fixed || subsampled)
      return "where rows change from fit to fit, a penalised fit shrinks by another matrix each time, and their products have no closed mean";
    if (scales)
      return "eigenvectors of X'X are no axes of a power-law covariance, so that bias and error do not separate";
    return "theory averages over drawn designs, for up to 32 coefficients and 256 generations of mixed batches";
  }
  if (Math.abs(n - d) <= 3)
    return "with about as many rows as coefficients the error has no finite variance, and a mean over chains says nothing";
  if (n < d) {
    if (scales) return "with fewer rows than coefficients, theory is known for isotropic rows";
    return "with fewer rows than coefficients, theory is known for whole batches of a fixed design and for replacement";
  }
  if (subsampled)
    return "with fewer than three rows a coefficient, a subsample of a fixed design may not fix the coefficients";
  return "with fewer than some 8(d+1) rows that a fit's weights leave, finite n may add more than a quarter to the limit";
}
