import {
  fromMoments,
  type GaussianFacts,
  gaussianFacts,
  heavy,
  leastSpread,
  type Moments,
} from "./gaussian-facts.ts";
import { harmonicSquares } from "./harmonic.ts";
import type { Theorem } from "./prediction.ts";
import { recursion } from "./recursion.ts";
import { squares } from "./squares.ts";

const source =
  "derived: conditional moments of the pool, cf. arXiv:2410.16713, Section 3 (P_t = Π(1 - 1/(n k²)) for divisor n)";

interface PoolMoments extends Moments {
  /** Expected scatter of the pool a coordinate. */
  readonly scatter: number;
}

/**
 * The Gaussian where data accumulate: for divisor n and no sampling bias the variance is P_t = Π_{k<=t}(1 - 1/(n·k²))
 * and the squared error of the mean 1 - P_t, in units of the true variance; the recursion below also covers the
 * divisor n·t - 1 and sampling bias λ.
 *
 * @source derived from the pool's conditional moments; cf. arXiv:2410.16713, Section 3
 */
export const gaussianAccumulate: Theorem = (cell, metric, generation) => {
  const facts = gaussianFacts(cell, "accumulate");
  if (!facts) return undefined;
  const steps = harmonicSquares(generation);
  if (heavy(facts, steps)) return undefined;
  const moments = pooled(cell, facts, generation);
  if (metric === "mean") {
    const sd = facts.sd * Math.sqrt(moments.error);
    return [{ kind: "exact", value: facts.mean, sd, source }];
  }
  const value = fromMoments(facts, moments, metric);
  if (value === undefined) return undefined;
  // The variance moves by what each batch adds, as errors of the mean do.
  const relative = Math.sqrt((2 * steps) / (facts.dimension * (facts.n - 1)));
  const least = leastSpread(facts, moments, metric, relative);
  return [{ kind: "exact", source, ...squares(value, least, false) }];
};

const pooled = recursion<GaussianFacts, PoolMoments>(
  ({ n, divisor }) => ({ scatter: n - 1, variance: (n - 1) / divisor, error: 1 / n }),
  ({ n, lost, bias }, { scatter, variance, error }, generation) => {
    const drawn = bias * variance;
    const grown = scatter + drawn * (n - 1 + (generation - 1) / generation);
    return {
      scatter: grown,
      variance: grown / (generation * n - lost),
      error: error + drawn / (n * generation * generation),
    };
  },
);
