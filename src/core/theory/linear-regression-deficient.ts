import type { Cell } from "../cell.ts";
import { type LinearRegressionLaw, linearRegressionLaw } from "../families/linear-regression-law.ts";
import { pow } from "../random/math.ts";
import { harmonic, harmonicSquares } from "./harmonic.ts";
import { inverseSpread } from "./linear-regression.ts";
import { ratioOf } from "./linear-workflow-ratio.ts";
import type { Prediction, Theorem } from "./prediction.ts";
import { squares } from "./squares.ts";

/**
 * Test error of the solution of least norm where rows are fewer than coefficients, the rows being isotropic. With P the
 * projection on the span of the rows, a fit is P·w plus noise in that span, whose mean square is σ²n/(d-n-1) for one batch. On a
 * fixed design P is one for all: what it leaves out, 1-n/d of the truth, is lost once, and the noise grows by the regime's
 * ratio. On a fresh design replacement loses it anew each generation. Finite in variance for d > n+3 alone.
 *
 * @source derived: uniform directions, and E tr W⁻¹ of W = XX'; the setting is that of arXiv:2404.01413, Section 3
 */
export const linearRegressionDeficient: Theorem = (cell, metric, generation) => {
  if (cell.family !== "linear-regression" || metric !== "test_error") return undefined;
  const law = linearRegressionLaw(cell.parameters);
  const { samples: n, dimension: d, ridge, scales } = law;
  if (d <= n + 3 || ridge > 0 || scales) return undefined;
  return law.fixed ? onOneDesign(cell, law, generation) : anew(cell, law, generation);
};

function onOneDesign(cell: Cell, law: LinearRegressionLaw, generation: number): Prediction[] | undefined {
  const { samples: n, dimension: d, noise, signal } = law;
  const ratio = ratioIn(cell, n, generation);
  if (ratio === undefined) return undefined;
  const unit = ratio * noise * noise;
  const noises = squares((unit * n) / (d - n - 1), unit * inverseSpread(d, n), true);
  const lost = signal * signal * (1 - n / d);
  // The share of a fixed vector in d-n of d directions is beta of (d-n)/2 and n/2, and independent of the noise.
  const lostSpread = signal * signal * Math.sqrt((2 * n * (d - n)) / (d * d * (d + 2)));
  const sd = Math.sqrt((noises.sd ?? 0) * (noises.sd ?? 0) + lostSpread * lostSpread);
  const source =
    "derived: least norm on one design, lost part of the truth and ratio of the noise to the first fit's";
  return [{ kind: "exact", ...noises, value: lost + noises.value, sd, source }];
}

function anew(cell: Cell, law: LinearRegressionLaw, g: number): Prediction[] | undefined {
  if (cell.regime !== "replace") return undefined;
  const { samples: n, dimension: d, noise, signal } = law;
  const [stays, one] = [n / d, (noise * noise * n) / (d - n - 1)];
  const left = pow(stays, g);
  // E|w|² shrinks by n/d and gains the noise of a batch; the part along the truth shrinks by n/d.
  const norm = left * signal * signal + (one * (1 - left)) / (1 - stays);
  const value = signal * signal * (1 - 2 * left) + norm;
  const { leastSd = 0, jump = 0 } = squares(one, noise * noise * inverseSpread(d, n), false);
  const source = "derived: least norm on new rows each time, E|w|² and E w·truth by projections";
  return [{ kind: "exact", value, leastSd, jump, source }];
}

function ratioIn(cell: Cell, n: number, generation: number): number | undefined {
  switch (cell.regime) {
    case "replace":
      return generation;
    case "accumulate":
      return harmonicSquares(generation);
    case "replace-multiple":
      return harmonic(generation);
    default:
      return ratioOf(cell, n, generation);
  }
}
