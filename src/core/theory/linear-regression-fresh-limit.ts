import { linearRegressionLaw } from "../families/linear-regression-law.ts";
import { linearRegressionFresh } from "./linear-regression-fresh.ts";
import { linearRegressionTestError } from "./linear-regression.ts";
import { type Fitted, type Located, linearWorkflow, mostFollowed } from "./linear-workflow.ts";
import { ofTrainings } from "./linear-workflow-cell.ts";
import type { Theorem } from "./prediction.ts";
import { squares } from "./squares.ts";

const source = "derived: limit for many rows a coefficient, ratio to the first fit under any linear workflow";

/** Relative error above which nothing is said. */
const mostSlack = 0.25;
/** Of the spread of the limit: finite n may take a little of it. */
const leastPart = 0.9;

interface Fit extends Fitted {
  /** Relative error of the limit so far, in units of d+1. */
  readonly off: number;
}

/**
 * Test error of least squares on new rows every batch, where batches are kept beside newer ones, or weighed: R(g)·σ²d/n in
 * the limit of many rows a coefficient. Nothing better is known: a kept batch's Gram matrix stands in every later fit,
 * among others, and means of products of such shares have no closed form.
 *
 * @source derived from the setting of arXiv:2404.01413, Section 3; the limit is that of arXiv:2410.22812
 */
export const linearRegressionFreshLimit: Theorem = (cell, metric, generation) => {
  if (cell.family !== "linear-regression" || metric !== "test_error") return undefined;
  const { samples: n, dimension: d, noise, fixed, ridge } = linearRegressionLaw(cell.parameters);
  if (fixed || ridge > 0 || generation > mostFollowed || n <= d + 3) return undefined;
  const known = linearRegressionTestError(cell, metric, generation);
  if (known ?? linearRegressionFresh(cell, metric, generation)) return undefined;
  const fit = fitsOf(cell)?.(generation);
  if (!fit) return undefined;
  const slack = Math.max(0.02, (d + 1) * fit.off);
  if (slack > mostSlack) return undefined;
  const value = noise * noise * d * fit.error;
  const { leastSd = 0, jump = 0 } = squares(value, leastPart * value * Math.sqrt(2 / d), false);
  return [{ kind: "asymptotic", value, slack, leastSd, jump, source }];
};

const fitsOf = ofTrainings((training) => linearWorkflow<Fit>(training, measured));

/**
 * A fit's noise is σ²·tr E(A⁻¹BA⁻¹), above its limit by up to (d+1)/rows, as many rows as the weights leave; shares A⁻¹G
 * vary by share·(1-share)·(d+1)/rows beside their squares. Simulated excesses are up to 1.3 times the first term; twice
 * the sum of both is granted, the largest of this and all earlier fits.
 */
function measured({ error, batches }: Located<Fit>): Fit {
  let [rows, varying, off] = [0, 0, 0];
  for (const { size, share, from } of batches) {
    rows += (share * share) / size;
    if (!from) continue;
    varying += share * (1 - share) * from.error;
    off = Math.max(off, from.off);
  }
  return { error, drawn: 1, off: Math.max(off, 2 * rows * (1 + varying / error)) };
}
