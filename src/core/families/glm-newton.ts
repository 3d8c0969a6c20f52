import { statuses } from "../cohort.ts";
import { cholesky } from "../linalg/cholesky.ts";
import { packedLength, solveLower, solveLowerTransposed } from "../linalg/lower.ts";
import type { GlmLink } from "./glm-link.ts";
import type { GlmRows } from "./glm-rows.ts";

const [ok, singular, separated, diverged] = (["ok", "singular", "separated", "diverged"] as const).map(
  (status) => statuses.indexOf(status),
) as [number, number, number, number];

const iterations = 100;
const halvings = 40;
/** Error left, relative to the coefficients: about the last step times the one whose information it used. */
const precision = 1e-11;
/** Where a long step (relative) would gain less than this a row, the likelihood climbs towards infinity. */
const [longStep, flatGain] = [1e-3, 1e-12];

/** Rows of one lane and what the fit knows of their labels. */
export interface GlmData {
  /** p columns of one number a row. */
  readonly design: readonly Float64Array[];
  /** How often each row was labelled; absent: once. */
  readonly counts?: Float64Array;
  /** How many labels there are. */
  readonly labels: number;
  /** X'y over all labels, p numbers. */
  readonly response: Float64Array;
}

/**
 * Maximum likelihood by Newton's method, which is iteratively reweighted least squares under a canonical link.
 *
 * The log likelihood is concave. A step is halved until the slope along it has not turned over by more than half, so
 * that no likelihood need be computed. Steps that stay long where nothing is gained mean that the likelihood has no
 * maximum: the rows are separated. The solver holds its work arrays and is not shared.
 *
 * @param work where it puts the rows of a fit, which stay there
 * @param p coefficients
 * @returns a solver that improves `beta` in place and returns a status; of a fit without maximum, `beta` is left at
 *   the last iterate
 * @source P. McCullagh, J. Nelder, Generalized Linear Models (1989), 2.5; A. Albert, J. Anderson, Biometrika 71 (1984)
 *   on existence
 */
export function glmSolver(
  link: GlmLink,
  work: GlmRows,
  p: number,
): (beta: Float64Array, data: GlmData) => number {
  const score = new Float64Array(p);
  const information = new Float64Array(packedLength(p));
  const step = new Float64Array(p);
  const tried = new Float64Array(p);

  /** Score and, unless the old one will do, information at a point, in the solver's arrays. */
  function evaluate(beta: Float64Array, { counts, response }: GlmData, afresh: boolean): void {
    work.predict(beta, link);
    if (counts) work.weigh(counts);
    work.expected(score);
    for (let j = 0; j < p; j++) score[j] = response[j]! - score[j]!;
    if (afresh) work.information(information);
  }

  /** The rank of the rows that were labelled, however little the labels vary there. */
  function rank({ counts }: GlmData): number {
    if (counts) work.variance.set(counts);
    else work.variance.fill(1);
    work.information(information);
    return cholesky(information, 0, information, 0, p);
  }

  return (beta, data) => {
    const { labels } = data;
    work.open(data.design);
    evaluate(beta, data, true);
    let restarted = false;
    // Length of the step that the information at hand first served.
    let known = Number.POSITIVE_INFINITY;
    for (let iteration = 0; iteration < iterations; iteration++) {
      const afresh = known > longStep;
      if (afresh && cholesky(information, 0, information, 0, p) < p) {
        if (rank(data) < p) return singular;
        // Weights of too wide a range for double precision: at 0 all rows weigh the same.
        if (restarted) return diverged;
        restarted = true;
        beta.fill(0);
        evaluate(beta, data, true);
        continue;
      }
      step.set(score);
      solveLower(information, 0, step, 0, p);
      solveLowerTransposed(information, 0, step, 0, p);
      const slope = dot(score, step);
      const length = Math.sqrt(dot(step, step) / (1 + dot(beta, beta)));
      if (!Number.isFinite(length)) return diverged;
      if (length > longStep && slope < flatGain * labels) return separated;
      if (length * (afresh ? length : known) <= precision) {
        for (let j = 0; j < p; j++) beta[j]! += step[j]!;
        return link.ceiling < Number.POSITIVE_INFINITY && highest(work.eta) > link.ceiling ? diverged : ok;
      }
      // Close to the maximum the information hardly changes: that of the last point serves on.
      if (afresh) known = length;
      let share = 1;
      for (let halving = 0; halving <= halvings; halving++, share /= 2) {
        for (let j = 0; j < p; j++) tried[j] = beta[j]! + share * step[j]!;
        evaluate(tried, data, known > longStep);
        if (dot(score, step) >= -slope / 2) break;
      }
      beta.set(tried);
    }
    return diverged;
  };
}

function highest(values: Float64Array): number {
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) if (values[i]! > most) most = values[i]!;
  return most;
}

/** Σ x_i·y_i. */
function dot(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i]! * y[i]!;
  return sum;
}
