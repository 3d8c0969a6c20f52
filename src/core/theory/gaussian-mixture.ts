import type { Cell } from "../cell.ts";
import { type MixtureLaw, mixtureLaw } from "../families/gaussian-mixture-law.ts";
import { momentsOf } from "../families/gaussian-mixture-measure.ts";
import { familyNamed } from "../families/registry.ts";
import { regimeNamed } from "../regimes/registry.ts";
import type { Training } from "../regimes/regime.ts";
import { exp } from "../random/math.ts";
import { fairMean } from "./gaussian-facts.ts";
import { type Fitted, type Located, linearWorkflow, mostFollowed } from "./linear-workflow.ts";
import type { Prediction, Theorem } from "./prediction.ts";
import { wholePower } from "./special.ts";

const derived =
  "derived: a maximum-likelihood mixture has its data's mean and variance, so that second moments are conserved";

/** Where what a fit expects of the next one's data is its own moments: chains may end early without moving the mean. */
const martingales: readonly string[] = ["replace", "accumulate", "replace-multiple"];

/** Where variances of single chains are products of many factors. */
const collapsing: readonly string[] = ["replace", "replace-multiple"];

/**
 * Gaussian mixtures: Theorem 4's bound on the share of chains above the threshold, and what follows from an estimate
 * that has the first two moments of its data. Its second moment about the true mean is conserved, also by chains that
 * end before others; where none has to end, variance and error of the mean follow as those of the Gaussian.
 *
 * @source arXiv:2412.17646, Theorem 4 (approximate fit, replacement); otherwise derived
 */
export const gaussianMixtureMoments: Theorem = (cell, metric, generation) => {
  if (cell.family !== "gaussian-mixture") return undefined;
  const law = mixtureLaw(cell.parameters);
  if (metric === "above_threshold") return spreadBound(cell, law, generation);
  const lasting = law.symmetric || law.components === 1;
  if (!lasting && !martingales.includes(cell.regime)) return undefined;
  const found = generation > mostFollowed ? undefined : momentsAt(cell, generation);
  // As those of a Gaussian, whose tails are the heavier, where a batch is all that is left of its model.
  const tail = collapsing.includes(cell.regime)
    ? Math.sqrt(wholePower((law.samples + 1) / (law.samples - 1), generation) - 1)
    : 0;
  const fair = (size: number): boolean =>
    fairMean(found ? Math.min(tail, (found.drawn * tail) / size) : tail);
  if (metric === "second_moment") return fair(1) ? [{ kind: "exact", value: 1, source: derived }] : undefined;
  if (law.symmetric || !found) return undefined;
  if (!fair(metric === "variance" ? found.drawn : found.error)) return undefined;
  const [mean, variance] = momentsOf(law.truth, law.components);
  // A chain that ends stops losing variance: expectations are bounds then, and exact where a fit always exists.
  const kind = (bound: "lower" | "upper"): Prediction["kind"] => (lasting ? "exact" : bound);
  if (metric === "mean") return [{ kind: "exact", value: mean, source: derived }];
  if (metric === "variance") return [{ kind: kind("lower"), value: variance * found.drawn, source: derived }];
  if (metric === "squared_error_mean")
    return [{ kind: kind("upper"), value: variance * found.error, source: derived }];
  return undefined;
};

/** Pr(σ > ε) <= σ₀/ε · exp(-g/(4n)), where that is below 1. */
function spreadBound(cell: Cell, law: MixtureLaw, generation: number): Prediction[] | undefined {
  if (!law.approximate || cell.regime !== "replace") return undefined;
  const bound = ((law.truth[5] ?? 0) / law.threshold) * exp(-generation / (4 * law.samples));
  return bound < 1 ? [{ kind: "upper", value: bound, source: "arXiv:2412.17646, Theorem 4" }] : undefined;
}

const known = new WeakMap<Cell, ((generation: number) => Fitted) | null>();

/** In units of the true variance, where every fit sees whole batches. */
function momentsAt(cell: Cell, generation: number): Fitted | undefined {
  let found = known.get(cell);
  if (found === undefined) {
    found = wholeBatches(cell);
    known.set(cell, found);
  }
  return found?.(generation);
}

const horizon = 64;

function wholeBatches(cell: Cell): ((generation: number) => Fitted) | null {
  const regime = regimeNamed(cell.regime);
  const n = familyNamed(cell.family).samples(cell.parameters);
  const training = (generation: number): Training => regime.training(cell.regimeParameters, generation, n);
  for (let g = 1; g <= horizon; g++) if (training(g).sees !== "all") return null;
  return linearWorkflow<Fitted>(training, conserved);
}

/** The variance is what the error of the mean leaves of the data's second moment about the truth. */
function conserved({ error, batches }: Located<Fitted>): Fitted {
  let second = 0;
  for (const { share, from } of batches) second += share * (from ? from.drawn + from.error : 1);
  return { error, drawn: second - error };
}
