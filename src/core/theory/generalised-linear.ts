import type { Cell } from "../cell.ts";
import { glmLaw } from "../families/glm-law.ts";
import { type GlmFamilyName, meanAsymptoticVariance } from "./glm-information.ts";
import { harmonic, harmonicSquares } from "./harmonic.ts";
import { ratioOf } from "./linear-workflow-ratio.ts";
import type { Prediction, Theorem } from "./prediction.ts";

/**
 * Squared error and excess loss of logistic and Poisson regression in the Gaussian limit: the first fit's, times the
 * regime's ratio. The first fit's excess loss is p/(2n) whatever the design (Wilks), and its mean squared error comes
 * from the Fisher information of N(0, I) rows. The limit speaks of fits that exist; where finite n may add more than a
 * fifth, nothing is said.
 *
 * @source arXiv:2410.22812, Theorem on generalised linear models: g, H2(g), and the limit of augment & subsample
 */
export const generalisedLinearErrors: Theorem = (cell, metric, generation) => {
  if (cell.family !== "logistic-regression" && cell.family !== "poisson-regression") return undefined;
  if (metric !== "squared_error" && metric !== "excess_log_loss") return undefined;
  if (cell.parameters["data"] !== undefined) return undefined;
  const growth = growthOf(cell, generation);
  if (!growth) return undefined;
  const { samples: n, unknowns: p, signal, random } = glmLaw(cell.parameters);
  // Wide random coefficients make a few chains rule the mean square: the loss carries the comparison there.
  if (metric === "squared_error" && random && signal > 1) return undefined;
  const { ratio, source } = growth;
  // Above every coefficient of the first finite-n term, p·R(g)/n, seen in simulation; it grows with the predictors' spread.
  const spread = p * signal * signal;
  const perRow = metric === "excess_log_loss" ? 3 + spread : 4 + 2 * spread;
  const slack = 0.02 + (perRow * p * ratio) / n;
  if (slack > 0.2) return undefined;
  const first = metric === "excess_log_loss" ? p / 2 : variances(cell, cell.family);
  return [limit((first / n) * ratio, p, metric, slack, source)];
};

/**
 * A limit that is a sum of squares of p Gaussian errors: χ²-like, with more spread and skew where these differ in size, as those of
 * coefficients do.
 */
function limit(value: number, p: number, metric: string, slack: number, source: string): Prediction {
  const jump = ((metric === "excess_log_loss" ? 4 : 8) / p) * value;
  return { kind: "asymptotic", value, slack, leastSd: leastPart * value * Math.sqrt(2 / p), jump, source };
}

/** Of the spread of the limit: finite n may take a little of it. */
const leastPart = 0.9;

/**
 * Excess loss of a regression on a table over the first fit, which is the fit to the table and the same in every chain: what
 * the regime's later batches add. Where data accumulate only: under replacement finite n adds more than the limit tells.
 *
 * @source arXiv:2410.22812, augment: H2(g) times the first fit's variance, less the 1 that the table itself stands for
 */
export const tableExcessLoss: Theorem = (cell, metric, generation) => {
  if (metric !== "excess_log_loss" || cell.parameters["coefficients"] !== "fitted") return undefined;
  if (cell.regime !== "accumulate" || generation === 1) return undefined;
  const { samples: n, unknowns: p } = glmLaw(cell.parameters);
  const ratio = harmonicSquares(generation);
  // On tables from far from separable to nearly so, the first finite-n term was a half to one and a half of p·H2(g)/n.
  const slack = 0.02 + (3 * p * ratio) / n;
  if (slack > 0.2) return undefined;
  const source = "arXiv:2410.22812, augment: (H2(g) - 1) times p/(2n), the table's fit being given";
  return [limit(((ratio - 1) * p) / (2 * n), p, metric, slack, source)];
};

const known = new WeakMap<Cell, number>();

function variances(cell: Cell, family: GlmFamilyName): number {
  const found = known.get(cell) ?? meanAsymptoticVariance(family, glmLaw(cell.parameters));
  known.set(cell, found);
  return found;
}

function growthOf(cell: Cell, g: number): { readonly ratio: number; readonly source: string } | undefined {
  switch (cell.regime) {
    case "replace":
      return { ratio: g, source: "arXiv:2410.22812, discard: g times the first fit's" };
    case "accumulate":
      return { ratio: harmonicSquares(g), source: "arXiv:2410.22812, augment: H2(g) times the first fit's" };
    case "accumulate-subsample":
      return {
        ratio: 3 * harmonicSquares(g) - 2,
        source: "arXiv:2410.22812, Gaussian limit of augment & subsample: 3·H2(g) - 2 times the first fit's",
      };
    case "replace-multiple":
      return {
        ratio: harmonic(g),
        source: "derived: H1(g) times the first fit's, Gaussian limit of arXiv:2410.22812",
      };
    default: {
      const ratio = ratioOf(cell, Number(cell.parameters["samples"]), g);
      return ratio === undefined
        ? undefined
        : {
            ratio,
            source: "derived: ratio of the Gaussian limit of arXiv:2410.22812 under any linear workflow",
          };
    }
  }
}
