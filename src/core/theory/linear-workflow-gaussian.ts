import type { Cell } from "../cell.ts";
import { fairMean, fromMoments, type GaussianFacts, gaussianFacts, leastSpread } from "./gaussian-facts.ts";
import { type Fitted, type Located, linearWorkflow, mostFollowed } from "./linear-workflow.ts";
import { trainingOf } from "./linear-workflow-cell.ts";
import type { Theorem } from "./prediction.ts";
import { squares } from "./squares.ts";

const source =
  "derived: expansion of the mean in the batches' noises, and of the scatter by conservation of second moments";

/** Of the relative spread that `tail` makes; simulated spreads are 0.66 to 1.6 times that. */
const leastPart = 0.65;

interface GaussianFit extends Fitted {
  readonly variance: number;
  /** Root mean square of the fitted variance over its mean: exact under replacement, about it where batches mix. */
  readonly tail: number;
}

/**
 * First and second moments of the Gaussian under every regime of whole batches, with either divisor and with sampling
 * bias λ; for divisor n and λ = 1, E[s²] + E(μ-μ₀)² = σ² whatever is mixed. Where few chains may carry a mean, nothing
 * is said of it.
 *
 * @source derived; for single regimes arXiv:2410.16713, Section 3, and arXiv:2307.01850
 */
export const linearWorkflowGaussian: Theorem = (cell, metric, generation) => {
  const facts = gaussianFacts(cell, cell.regime);
  const found = facts && fitsOf(cell, facts);
  if (!found || generation > mostFollowed) return undefined;
  const moments = found(generation);
  const { error, variance, tail } = moments;
  const spread = Math.sqrt(Math.max(0, tail * tail - 1));
  /** Whether chains with a large variance are rare enough to count, or no more than a fair part of such a value. */
  const fair = (size: number): boolean => fairMean(Math.min(spread, (variance * spread) / size));
  if (metric === "mean")
    return fair(error)
      ? [{ kind: "exact", value: facts.mean, sd: facts.sd * Math.sqrt(error), source }]
      : undefined;
  const value = fromMoments(facts, moments, metric);
  if (value === undefined) return undefined;
  const size = metric === "squared_error_mean" ? error : metric === "second_moment" ? value : variance;
  if (!fair(size)) return undefined;
  const least = leastSpread(facts, moments, metric, (leastPart * spread) / Math.sqrt(facts.dimension));
  return [{ kind: "exact", source, ...squares(value, least, false) }];
};

const known = new WeakMap<Cell, ((generation: number) => GaussianFit) | null>();

function fitsOf(cell: Cell, facts: GaussianFacts): ((generation: number) => GaussianFit) | undefined {
  const before = known.get(cell);
  if (before !== undefined) return before ?? undefined;
  const training = trainingOf(cell);
  const found = training ? linearWorkflow<GaussianFit>(training, (located) => fitted(facts, located)) : null;
  known.set(cell, found);
  return found ?? undefined;
}

/**
 * An observation of a batch has, about the truth, the second moment of its model: variance drawn plus squared error.
 * The scatter about the fitted mean is what the fit's own error leaves of it.
 */
function fitted({ lost, bias }: GaussianFacts, { error, size, batches }: Located<GaussianFit>): GaussianFit {
  let second = 0;
  let drawn = 0;
  let [common, own] = [0, 0];
  for (const { size: rows, share, from } of batches) {
    const spread = share * (from?.drawn ?? 1);
    second += spread + share * (from?.error ?? 0);
    drawn += spread;
    // Given their models, scatters are independent χ²(rows-1) with a relative variance of 2/(rows-1).
    const rootMeanSquare = spread * (from?.tail ?? 1);
    common += rootMeanSquare;
    own += (rootMeanSquare * rootMeanSquare * 2) / Math.max(1, rows - 1);
  }
  const variance = (size * (second - error)) / (size - lost);
  return { error, variance, drawn: bias * variance, tail: Math.sqrt(common * common + own) / drawn };
}
