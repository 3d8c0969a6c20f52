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

/**
 * Of the spread that noises add up to: simulated ones were 0.65 to 1 times that, where it is followed up to this growth over the
 * first fit's variance, and third central moments over second ones up to 3 times its square.
 */
const leastPart = 0.6;
const mostGrowth = 10;

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
  const [mean, variance] = momentsOf(law.truth, law.components);
  const sd = secondMomentSd(law, found ? found.error * law.samples : 1);
  const skewed = { leastSd: leastPart * sd, jump: 3 * sd * sd };
  if (metric === "second_moment")
    return fair(1) ? [{ kind: "exact", value: 1, ...skewed, source: derived }] : undefined;
  if (law.symmetric || !found) return undefined;
  if (!fair(metric === "variance" ? found.drawn : found.error)) return undefined;
  // A chain that ends stops losing variance: expectations are bounds then, and exact where a fit always exists.
  const kind = (bound: "lower" | "upper"): Prediction["kind"] => (lasting ? "exact" : bound);
  const error = variance * found.error;
  if (metric === "mean")
    return [{ kind: "exact", value: mean, leastSd: leastPart * Math.sqrt(error), source: derived }];
  if (metric === "variance") {
    const value = variance * found.drawn;
    const least = variance * skewed.leastSd;
    return [{ kind: kind("lower"), value, leastSd: least, jump: variance * skewed.jump, source: derived }];
  }
  if (metric === "squared_error_mean") {
    const least = leastPart * Math.SQRT2 * error;
    return [{ kind: kind("upper"), value: error, leastSd: least, jump: 4 * error, source: derived }];
  }
  return undefined;
};

/**
 * Standard deviation of the second moment about the true mean, over its expectation: that of the first fit, exactly, and as
 * the linear workflow's noises add to it. Once components have shrunk they add less.
 */
function secondMomentSd(law: MixtureLaw, ratio: number): number {
  const { truth, components: k, samples } = law;
  const [mean, variance] = momentsOf(truth, k);
  let fourth = 0;
  for (let i = 0; i < k; i++) {
    const [weight, away, sd] = [truth[i] ?? 0, (truth[k + i] ?? 0) - mean, truth[2 * k + i] ?? 0];
    const [apart, spread] = [away * away, sd * sd];
    fourth += weight * (apart * apart + 6 * apart * spread + 3 * spread * spread);
  }
  const first = Math.sqrt(Math.max(0, fourth / (variance * variance) - 1) / samples);
  return first * Math.sqrt(Math.min(ratio, mostGrowth));
}

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
