import { fromMoments, type GaussianFacts, gaussianFacts, heavy, leastSpread } from "./gaussian-facts.ts";
import { harmonicSquares } from "./harmonic.ts";
import type { Theorem } from "./prediction.ts";
import { recursion } from "./recursion.ts";
import { squares } from "./squares.ts";

const source = "derived: sampling without replacement from the pool, cf. arXiv:2410.16713, Section 3";

interface PoolState {
  /** Expected variance of the whole pool, divided by its size, a coordinate. */
  readonly pool: number;
  /** Expected squared error of the pool's mean. */
  readonly error: number;
}

/**
 * The Gaussian fitted to n of the g·n points of the pool. With S the pool's variance (divided by its size N), the
 * subsample has expected variance c·S and its mean the variance f·S about the pool's mean, where
 * c = N/(N-1)·(n-1)/n and f = N/(N-1)·(1/n)·(1-n/N); c + f = 1.
 *
 * @source derived from sampling without replacement; cf. arXiv:2410.16713, Section 3
 */
export const gaussianSubsample: Theorem = (cell, metric, generation) => {
  const facts = gaussianFacts(cell, "accumulate-subsample");
  if (!facts) return undefined;
  const { n, divisor } = facts;
  const steps = 3 * harmonicSquares(generation) - 2;
  if (heavy(facts, steps)) return undefined;
  const { pool, error } = pooled(cell, facts, generation);
  const { chosen, aside } = shares(n, generation);
  const moments = { variance: (chosen * pool * n) / divisor, error: error + aside * pool };
  if (metric === "mean")
    return [{ kind: "exact", value: facts.mean, sd: facts.sd * Math.sqrt(moments.error), source }];
  const value = fromMoments(facts, moments, metric);
  if (value === undefined) return undefined;
  const relative = Math.sqrt((2 * steps) / (facts.dimension * (n - 1)));
  const least = leastSpread(facts, moments, metric, relative);
  return [{ kind: "exact", source, ...squares(value, least, false) }];
};

function shares(n: number, generation: number): { readonly chosen: number; readonly aside: number } {
  const size = n * generation;
  const correction = size / (size - 1);
  return { chosen: (correction * (n - 1)) / n, aside: (correction * (1 - 1 / generation)) / n };
}

const pooled = recursion<GaussianFacts, PoolState>(
  ({ n }) => ({ pool: 1 - 1 / n, error: 1 / n }),
  ({ n, divisor, bias }, { pool, error }, generation) => {
    const before = generation - 1;
    const { chosen, aside } = shares(n, before);
    const drawn = (bias * n * chosen * pool) / divisor;
    const shift = aside * pool + drawn / n;
    return {
      pool: (before * pool + drawn * (1 - 1 / n) + (before / generation) * shift) / generation,
      error: error + shift / (generation * generation),
    };
  },
);
