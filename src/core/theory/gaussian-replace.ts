import type { Cell } from "../cell.ts";
import { log } from "../random/math.ts";
import {
  aboveFloor,
  fairMean,
  fromMoments,
  type GaussianFacts,
  gaussianFacts,
  hypotenuse,
  type Moments,
} from "./gaussian-facts.ts";
import type { Prediction, Theorem } from "./prediction.ts";
import { replaceSpreads, spreadsOf } from "./gaussian-replace-spread.ts";
import { squares } from "./squares.ts";
import { digamma, gammaRatio, trigamma, wholePower } from "./special.ts";

const source =
  "arXiv:2412.17646, Section 2: exact one-step law (Cochran, Bartlett) multiplied over generations";

type Value = Omit<Prediction, "kind" | "source">;

/**
 * The Gaussian under replacement, in any dimension, with either divisor and with sampling bias λ.
 *
 * Each generation multiplies the variance by λ·χ²(n-1)/divisor (λ = 1 at the first) and moves the mean by N(0, λs²/n),
 * independently: all moments follow. Where the variance's standard deviation exceeds 3 times a metric, its mean is
 * carried by chains too rare to be drawn: nothing is said of it then, and `log_variance` carries the comparison.
 *
 * @source arXiv:2412.17646, Section 2; arXiv:2307.01850 (bias); arXiv:2410.16713 (divisor n, determinant)
 */
export const gaussianReplace: Theorem = (cell, metric, generation) => {
  const facts = gaussianFacts(cell, "replace");
  if (!facts) return undefined;
  const found =
    metric === "log_variance" ? logVariance(facts, generation) : moment(cell, facts, metric, generation);
  return found && [{ kind: "exact", source, ...found } satisfies Prediction];
};

/**
 * E[log s²] (log det / d in more dimensions) with its standard deviation: the statistic without heavy tails.
 *
 * @source E log χ²(ν) = ψ(ν/2) + log 2, Var = ψ'(ν/2)
 */
export function logVariance(facts: GaussianFacts, generation: number): Value | undefined {
  const { n, dimension: d, divisor, bias, variance } = facts;
  if (n <= d) return undefined;
  let drift = 0;
  let square = 0;
  for (let j = 0; j < d; j++) {
    drift += digamma((n - 1 - j) / 2) + log(2 / divisor);
    square += trigamma((n - 1 - j) / 2);
  }
  const value = log(variance) + (generation - 1) * log(bias) + (generation * drift) / d;
  const sd = Math.sqrt(generation * square) / d;
  return aboveFloor(value, sd * d) ? { value, sd } : undefined;
}

function moment(cell: Cell, facts: GaussianFacts, metric: string, generation: number): Value | undefined {
  const { n, dimension: d, variance, divisor, bias } = facts;
  const moments = replaceMoments(facts, generation);
  const tail = Math.sqrt(wholePower((n + 1) / (n - 1), generation) - 1);
  /**
   * Whether chains with a large variance are rare enough to count, or no more than a fair part of a value of this size:
   * an error of the mean is, given the variances, a sum of them, and varies no more than they do.
   */
  const fair = (size: number): boolean => fairMean(Math.min(tail, (moments.variance * tail) / size));
  const value = fromMoments(facts, moments, metric);
  const spreads = spreadsOf(facts, replaceSpreads(cell, facts, generation), moments);
  /** Of what a coordinate adds to the mean distance of a draw from the true mean; variance and error go together. */
  const second = hypotenuse(spreads.variance, spreads.error / d);
  if (value !== undefined) {
    if (metric === "second_moment") return fair(value) ? squares(value, second, false) : undefined;
    if (metric === "squared_error_mean")
      return fair(moments.error) ? squares(value, variance * spreads.error, true) : undefined;
    if (!fairMean(tail)) return undefined;
    return squares(value, (value * spreads.variance) / moments.variance, true);
  }
  if (metric === "mean")
    return fair(moments.error) ? { value: facts.mean, sd: Math.sqrt(variance * moments.error) } : undefined;
  if (metric === "det_ratio") return determinant(facts, generation);
  if (metric === "kl") {
    const logarithm = logVariance(facts, generation);
    if (!logarithm) return undefined;
    const coordinate = moments.variance + moments.error - 1 - (logarithm.value - log(variance));
    if (!fair(coordinate)) return undefined;
    // A sum of squares in d(d + 3)/2 directions as long as it is small, what the variances make of it then.
    const least = Math.max((2 * coordinate) / Math.sqrt(d * (d + 3)), second - (logarithm.sd ?? 0));
    return squares((d * coordinate) / 2, (d * least) / 2, false);
  }
  if (d > 1) return undefined;
  const shrink = Math.sqrt(2 / divisor) * gammaRatio((n - 1) / 2, 0.5);
  const spread = wholePower(shrink, generation) * wholePower(Math.sqrt(bias), generation - 1);
  if (metric === "sd") {
    const deviation = Math.sqrt(Math.max(0, moments.variance - spread * spread));
    return fairMean(deviation / spread) ? { value: facts.sd * spread, sd: facts.sd * deviation } : undefined;
  }
  if (metric !== "w2_squared") return undefined;
  const distance = moments.error + moments.variance + 1 - 2 * spread;
  // Two squares, of errors of mean and spread, as long as it is small; what the variances make of it then.
  const shrunk = Math.sqrt(Math.max(0, moments.variance - spread * spread));
  const least = Math.max(distance, second - 2 * shrunk);
  return fair(distance) ? squares(variance * distance, variance * least, false) : undefined;
}

/**
 * Expected variance and squared error under replacement, in units of the true variance.
 *
 * @source arXiv:2412.17646, Section 2; arXiv:2307.01850, Section 3 (bias)
 */
export function replaceMoments(facts: GaussianFacts, generation: number): Moments {
  const { n, divisor, bias } = facts;
  const shrink = (n - 1) / divisor;
  const factor = bias * shrink;
  // 1 + factor + … + factor^(g-1)
  const sum = factor === 1 ? generation : (1 - wholePower(factor, generation)) / (1 - factor);
  return { variance: shrink * wholePower(factor, generation - 1), error: sum / n };
}

function determinant(
  { n, dimension: d, divisor, bias }: GaussianFacts,
  generation: number,
): Value | undefined {
  if (n <= d) return { value: 0 };
  let mean = 1;
  let spread = 1;
  for (let i = 0; i < d; i++) {
    mean *= (n - 1 - i) / divisor;
    spread *= (n + 1 - i) / (n - 1 - i);
  }
  const tail = Math.sqrt(wholePower(spread, generation) - 1);
  if (!fairMean(tail)) return undefined;
  const value = wholePower(mean, generation) * wholePower(wholePower(bias, d), generation - 1);
  return squares(value, value * tail, true);
}
