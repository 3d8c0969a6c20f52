import type { Cell } from "../cell.ts";
import { linearRegressionLaw } from "../families/linear-regression-law.ts";
import { type Fitted, linearWorkflow, mostFollowed } from "./linear-workflow.ts";
import { ofTrainings } from "./linear-workflow-cell.ts";
import type { Theorem } from "./prediction.ts";

/**
 * The scaled step of least squares on a fixed design. Under replacement and accumulation it is chi-square, whatever
 * happened before, with as many degrees of freedom as the fitted labels have: coefficients, or rows where these are
 * fewer. Under other regimes of whole batches it is that times what the estimate moves by.
 *
 * @source derived from the recursion of arXiv:2404.01413, Section 3
 */
export const linearRegressionStep: Theorem = (cell, metric, generation) => {
  if (cell.family !== "linear-regression" || metric !== "step_chi2") return undefined;
  const { samples: n, dimension: d, fixed, ridge } = linearRegressionLaw(cell.parameters);
  if (!fixed || ridge > 0) return undefined;
  const factor = factorOf(cell, n, generation);
  if (factor === undefined) return undefined;
  const freedom = Math.min(n, d);
  const source = "derived: one-step law of arXiv:2404.01413, Section 3";
  return [{ kind: "exact", value: factor * freedom, sd: factor * Math.sqrt(2 * freedom), source }];
};

interface Moved extends Fitted {
  readonly step: number;
  readonly size: number;
}

/** The step in units of one batch's noise, times the square of the batches trained on. */
function factorOf(cell: Cell, n: number, generation: number): number | undefined {
  if (cell.regime === "replace" || cell.regime === "accumulate") return 1;
  if (generation > mostFollowed) return undefined;
  const fit = fitsOf(cell)?.(generation);
  return fit && (fit.step * fit.size * fit.size) / n;
}

const fitsOf = ofTrainings((training) =>
  linearWorkflow<Moved>(training, ({ error, step, size }) => ({ error, step, size, drawn: 1 })),
);
