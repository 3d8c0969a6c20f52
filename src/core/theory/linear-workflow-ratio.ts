import type { Cell } from "../cell.ts";
import { linearRegressionLaw } from "../families/linear-regression-law.ts";
import { linearRatios, mostFollowed } from "./linear-workflow.ts";
import { trainingOf } from "./linear-workflow-cell.ts";
import { inverseSpread } from "./linear-regression.ts";
import type { Theorem } from "./prediction.ts";
import { gammaRatio } from "./special.ts";
import { squares } from "./squares.ts";

const source = "derived: expansion of the estimate in the batches' noises, ratio to the first fit";

/**
 * Test error of least squares on a fixed design under every regime of whole batches: given the design, estimates are
 * Gaussian of covariance R(g)·σ²·(X'X)⁻¹. Finite in variance for n > d+3 alone, and nothing is said otherwise.
 *
 * @source derived; for single regimes arXiv:2404.01413, Theorems 1 and 2
 */
export const linearWorkflowRegression: Theorem = (cell, metric, generation) => {
  if (cell.family !== "linear-regression" || metric !== "test_error") return undefined;
  const { samples: n, dimension: d, noise, fixed, ridge } = linearRegressionLaw(cell.parameters);
  if (!fixed || ridge > 0 || n <= d + 3) return undefined;
  const ratio = ratioOf(cell, n, generation);
  if (ratio === undefined) return undefined;
  const unit = ratio * noise * noise;
  return [{ kind: "exact", source, ...squares((unit * d) / (n - d - 1), unit * inverseSpread(n, d), true) }];
};

/**
 * Errors of the limit process under every regime of whole batches: centred Gaussian, each coordinate of variance V·R(g).
 *
 * @source derived from the limit process of arXiv:2410.22812
 */
export const linearWorkflowProcess: Theorem = (cell, metric, generation) => {
  if (cell.family !== "gaussian-process") return undefined;
  const ratio = ratioOf(cell, Number(cell.parameters["samples"]), generation);
  if (ratio === undefined) return undefined;
  const d = Number(cell.parameters["dimension"]);
  const variance = Number(cell.parameters["variance"]) * ratio;
  if (metric === "squared_error")
    return [{ kind: "exact", source, ...squares(d * variance, variance * Math.sqrt(2 * d), true) }];
  if (metric === "relative_squared_error")
    return [{ kind: "exact", source, ...squares(ratio, ratio * Math.sqrt(2 / d), true) }];
  if (metric !== "error") return undefined;
  const length = Math.sqrt(2) * gammaRatio(d / 2, 0.5);
  const sd = Math.sqrt(variance * Math.max(0, d - length * length));
  return [{ kind: "exact", value: Math.sqrt(variance) * length, sd, source }];
};

/** Families here have a theorem of their own for it. */
const served = "replace-multiple";
const known = new WeakMap<Cell, ((generation: number) => number) | null>();

/**
 * R(g) of a cell under a regime of whole batches that no other theorem serves.
 *
 * @param n observations of the first fit
 * @source derived; arXiv:2410.22812 for its special cases
 */
export function ratioOf(cell: Cell, n: number, generation: number): number | undefined {
  if (cell.regime === served || generation > mostFollowed) return undefined;
  let ratios = known.get(cell);
  if (ratios === undefined) {
    const training = trainingOf(cell);
    ratios = training ? linearRatios(training, n) : null;
    known.set(cell, ratios);
  }
  return ratios?.(generation);
}
