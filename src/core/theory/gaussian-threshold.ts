import { exp, lgamma, log } from "../random/math.ts";
import { type GaussianFacts, gaussianFacts } from "./gaussian-facts.ts";
import type { Prediction, Theorem } from "./prediction.ts";
import { upperTail } from "./saddle-point.ts";
import { digamma, trigamma } from "./special.ts";

/** Relative error of the approximation to the share above the threshold; 0.005 was the largest seen, for n = 3 and k = 1. */
const slack = 0.01;
/** Below this share, and above its complement, too few chains are on one side to compare. */
const rare = 1e-3;

/**
 * How many Gaussian chains still have a standard deviation above `threshold` under replacement: bounds by Markov's
 * inequality, and the share itself.
 *
 * @source arXiv:2412.17646, Theorem 3 and its figure; the bound of Bertrand et al., arXiv:2310.00429
 */
export const gaussianThreshold: Theorem = (cell, metric, generation) => {
  if (metric !== "above_threshold") return undefined;
  const facts = gaussianFacts(cell, "replace");
  if (facts?.threshold === undefined) return undefined;
  const ratio = facts.sd / facts.threshold;
  const found: Prediction[] = [];
  const value = shareAbove(facts, ratio, generation);
  if (value > rare && value < 1 - rare)
    found.push({
      kind: "asymptotic",
      value,
      sd: Math.sqrt(value * (1 - value)),
      slack,
      jump: 1,
      source: "derived: saddle-point approximation to the law of a product of k chi-square variables",
    });
  const bound = (upper: number, source: string): void => {
    if (upper < 1) found.push({ kind: "upper", value: upper, jump: 1, source });
  };
  if (facts.lost === 1 && facts.bias === 1)
    bound(ratio * exp(-generation / (4 * facts.n - 1)), "arXiv:2412.17646, Theorem 3: (σ₀/ε) exp(-k/(4n-1))");
  bound(
    markovBound(facts, ratio, generation, 0.5),
    "arXiv:2310.00429 (Bertrand et al.): E σ_k / ε, by the exact mean",
  );
  bound(
    markovBound(facts, ratio, generation, 0.35),
    "arXiv:2412.17646, figure of Theorem 3: Markov's inequality for σ^0.7",
  );
  return found;
};

/**
 * E (σ_k/ε)^(2s), which bounds Pr(σ_k > ε) for every s > 0: the variance is multiplied by χ²(n-1)/divisor k times.
 *
 * @param ratio σ₀/ε
 * @source Markov's inequality; arXiv:2412.17646, Theorem 3 and its figure (2s = 0.7)
 */
function markovBound({ n, divisor, bias }: GaussianFacts, ratio: number, k: number, s: number): number {
  const half = (n - 1) / 2;
  const factor = s * log(2 / divisor) + lgamma(half + s) - lgamma(half);
  return exp(2 * s * log(ratio) + k * factor + (k - 1) * s * log(bias));
}

/** Pr(σ_k > ε): log σ_k² is log σ₀² and k independent logarithms of χ²(n-1)/divisor. */
function shareAbove({ n, divisor, bias }: GaussianFacts, ratio: number, k: number): number {
  const half = (n - 1) / 2;
  const scale = log(2 / divisor);
  return upperTail(
    {
      least: -half,
      cumulant: (t) => k * (lgamma(half + t) - lgamma(half) + t * scale),
      slope: (t) => k * (digamma(half + t) + scale),
      curvature: (t) => k * trigamma(half + t),
    },
    -2 * log(ratio) - (k - 1) * log(bias),
  );
}
