import type { Cell } from "../cell.ts";
import { linearRegressionLaw } from "../families/linear-regression-law.ts";
import { linearRegressionFreshLimit } from "./linear-regression-fresh-limit.ts";
import { linearRegressionFresh } from "./linear-regression-fresh.ts";
import { inverseSpread, linearRegressionSubsample, linearRegressionTestError } from "./linear-regression.ts";
import { trainingOf } from "./linear-workflow-cell.ts";
import type { Theorem } from "./prediction.ts";
import { squares } from "./squares.ts";

const source = "Gauss-Markov: no linear unbiased fit is better than that to the real data, σ²d/(n-d-1)";
const horizon = 64;

/**
 * What the test error of least squares is at least, where no value of it is known and all real data were drawn for the first
 * fit. Given the rows and what is chosen of them, every fit is linear in the labels and unbiased, and labels that models
 * made tell nothing new of the truth: so none is better than least squares on the real data.
 *
 * @source Gauss–Markov theorem; the setting is that of arXiv:2404.01413, Section 3
 */
export const linearRegressionLeast: Theorem = (cell, metric, generation) => {
  if (cell.family !== "linear-regression" || metric !== "test_error") return undefined;
  const { samples: n, dimension: d, noise, fixed, ridge } = linearRegressionLaw(cell.parameters);
  if (ridge > 0 || n <= d + 3 || !startsReal(cell)) return undefined;
  // A subsample of a fixed design has rows twice: some two thirds of n differ, and they are to fix the coefficients.
  if (fixed && n < 3 * d) return undefined;
  const better = [
    linearRegressionTestError,
    linearRegressionSubsample,
    linearRegressionFresh,
    linearRegressionFreshLimit,
  ];
  if (better.some((theorem) => theorem(cell, metric, generation))) return undefined;
  const [unit, variance] = [d / (n - d - 1), noise * noise];
  const { jump = 0 } = squares(variance * unit, variance * inverseSpread(n, d), false);
  return [{ kind: "lower", value: variance * unit, leastSd: variance * inverseSpread(n, d), jump, source }];
};

const known = new WeakMap<Cell, boolean>();

/** Whether the real data are those of the first fit, and no regime's closed form speaks of the cell on a fixed design. */
function startsReal(cell: Cell): boolean {
  let found = known.get(cell);
  if (found === undefined) {
    const training = trainingOf(cell);
    found = cell.regime === "accumulate-subsample";
    if (training && cell.parameters["design"] === "fresh") {
      found = true;
      for (let g = 2; g <= horizon; g++) if (training(g).draws.some(({ from }) => from === 0)) found = false;
    }
    known.set(cell, found);
  }
  return found;
}
