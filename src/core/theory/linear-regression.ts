import type { Cell } from "../cell.ts";
import { type LinearRegressionLaw, linearRegressionLaw } from "../families/linear-regression-law.ts";
import { harmonic, harmonicSquares } from "./harmonic.ts";
import { accumulatesUntil } from "./linear-workflow-cell.ts";
import type { Prediction, Theorem } from "./prediction.ts";
import { recursion } from "./recursion.ts";
import { squares } from "./squares.ts";

/**
 * Test error of least squares through generations, exactly: base = σ²d/(n-d-1), times g (replace), H2(g) (accumulate,
 * fixed design) or H1(g) (g batches' rows from the last model, fixed design); with a fresh design the accumulated
 * error is σ²·Σ d/(i(in-d-1)). The rows' covariance does not enter: least squares follows any change of coordinates. Its
 * variance is finite only for n > d+3, and nothing is said otherwise.
 *
 * @source arXiv:2404.01413, Theorems 1 and 2, Appendix E; the fresh-design sums are derived from E tr W⁻¹
 */
export const linearRegressionTestError: Theorem = (cell, metric, generation) => {
  if (cell.family !== "linear-regression" || metric !== "test_error") return undefined;
  const law = linearRegressionLaw(cell.parameters);
  const { samples: n, dimension: d, noise } = law;
  if (n <= d + 3 || law.ridge > 0) return undefined;
  const base = (noise * noise * d) / (n - d - 1);
  const growth = growthOf(cell, law, generation);
  if (!growth) return undefined;
  const { factor, source, given } = growth;
  const value = base * factor;
  const sd = given ? factor * noise * noise * inverseSpread(n, d) : value * Math.sqrt(2 / d);
  const exact: Prediction = { kind: "exact", source, ...squares(value, sd, given) };
  if (cell.regime !== "accumulate" || !given) return [exact];
  return [
    exact,
    { kind: "upper", value: base * zetaTwo, leastSd: sd, source: "arXiv:2404.01413, Theorem 2: base·π²/6" },
  ];
};

/** π²/6, the limit of H2(g). */
const zetaTwo = 1.6449340668482264;

/**
 * Test error of a fit to n rows subsampled from all batches: base·(3·H2(g) - 2) for n well above d.
 *
 * @source arXiv:2410.22812 ("augment & subsample"); the closed form is derived from its Gaussian limit
 */
export const linearRegressionSubsample: Theorem = (cell, metric, generation) => {
  if (cell.family !== "linear-regression" || metric !== "test_error") return undefined;
  if (cell.regime !== "accumulate-subsample") return undefined;
  const { samples: n, dimension: d, noise, ridge } = linearRegressionLaw(cell.parameters);
  if (ridge > 0) return undefined;
  // Simulated excess over the limit: 0.7 to 0.8 times (d+1)/n for d = 1, 5, 10; twice that is granted.
  const slack = Math.max(0.02, (1.5 * (d + 1)) / n);
  if (slack > 0.25) return undefined;
  const base = (noise * noise * d) / (n - d - 1);
  const source = "arXiv:2410.22812, Gaussian limit of augment & subsample: 3·H2(g) - 2";
  return [{ kind: "asymptotic", value: base * (3 * harmonicSquares(generation) - 2), slack, source }];
};

interface Growth {
  readonly factor: number;
  readonly source: string;
  /** Whether, given the one design, the error is Gaussian with covariance factor·σ²·(X'X)⁻¹. */
  readonly given: boolean;
}

function growthOf(cell: Cell, law: LinearRegressionLaw, g: number): Growth | undefined {
  const { samples: n, dimension: d, fixed } = law;
  if (cell.regime === "replace") return { factor: g, given: fixed, source: "arXiv:2404.01413, Theorem 1" };
  if (cell.regime === "accumulate") {
    if (fixed) return { factor: harmonicSquares(g), given: true, source: "arXiv:2404.01413, Theorem 2" };
    return {
      factor: freshAccumulate(cell, law, g),
      given: false,
      source: "derived: σ²·Σ d/(i(i·n-d-1)), fresh design",
    };
  }
  if (!fixed && g > 1 && accumulatesUntil(cell, n) >= g)
    return {
      factor: freshAccumulate(cell, law, g),
      given: false,
      source: "derived: σ²·Σ d/(i(i·n-d-1)), fresh design, while all batches are seen alike",
    };
  if (cell.regime !== "replace-multiple") return undefined;
  if (fixed) return { factor: harmonic(g), given: true, source: "arXiv:2404.01413, Appendix E: base·H1(g)" };
  let sum = 0;
  for (let i = g; i >= 1; i--) sum += (n - d - 1) / (i * n - d - 1);
  return { factor: sum, given: false, source: "derived: σ²·Σ d/(i·n-d-1), fresh design" };
}

const freshAccumulate = recursion<LinearRegressionLaw, number>(
  () => 1,
  ({ samples: n, dimension: d }, before, i) => before + (n - d - 1) / (i * (i * n - d - 1)),
);

/**
 * Standard deviation of z'W⁻¹z, W Wishart of n rows in d dimensions and z standard normal: that of one chain's test
 * error in units of σ².
 *
 * @param n > d + 3
 * @source second moments of the inverse Wishart law (von Rosen, 1988)
 */
export function inverseSpread(n: number, d: number): number {
  const scale = (n - d) * (n - d - 1) * (n - d - 3);
  const traceSquared = ((n - d - 2) * d * d + 2 * d) / scale;
  const squareTrace = ((n - d - 1) * d + d * d) / scale;
  const mean = d / (n - d - 1);
  return Math.sqrt(traceSquared + 2 * squareTrace - mean * mean);
}
