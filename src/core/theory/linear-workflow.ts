import { type Ledger, ledger } from "../regimes/ledger.ts";
import type { Training } from "../regimes/regime.ts";

/** What the errors of later fits need of a fit; in units of the variance of one real observation, a coordinate. */
export interface Fitted {
  /** Expected squared error of the location, or its variance where batches shrink it. */
  readonly error: number;
  /** Expected variance of an observation drawn from the model, about the model's own location. */
  readonly drawn: number;
}

/** A batch as a fit sees it. */
export interface Seen<Fit> {
  readonly size: number;
  /** Its share of the fit's weight. */
  readonly share: number;
  /** The fit that it was drawn from; absent for real data. */
  readonly from?: Fit;
}

/** A fit whose location's error is known, and nothing else yet. */
export interface Located<Fit> {
  readonly generation: number;
  /** Expected squared distance from its own mean: from the truth where nothing shrinks. */
  readonly error: number;
  /** What is left of the truth in its mean: 1 where nothing shrinks. */
  readonly kept: number;
  /** Expected squared distance from the fit before, or from the truth at generation 1, where nothing shrinks. */
  readonly step: number;
  /** Weight of all that it sees. */
  readonly size: number;
  readonly batches: readonly Seen<Fit>[];
}

/**
 * Generations that are followed at most: a fit's error is a sum over all batches before it.
 *
 * @source none: a bound on work
 */
export const mostFollowed = 512;

/**
 * Expected squared errors of a location estimate that is the weighted mean of what its fit sees, under any regime.
 *
 * Every batch mean is its model's location plus noise; noises are uncorrelated, so that a fit, expanded in the noises
 * of all batches, has the sum of their squared coefficients times their variances as its error. Exact where fits see
 * whole batches. A subsample adds a noise of its own, (1/m)(1 - m/N) for m out of N: then the errors are those of the
 * limit of large batches.
 *
 * @param fitted completes a fit: how far the data drawn from it will spread
 * @param shrink what a batch's estimate keeps of its model's location, as under a ridge penalty
 * @param batchesOf what its fits choose from; given where several are followed under one regime
 * @returns the fit of a generation from 1 to {@link mostFollowed}
 * @source derived: expansion in martingale differences; the mechanism is that of arXiv:2404.01413, Appendix A
 */
export function linearWorkflow<Fit extends Fitted>(
  training: (generation: number) => Training,
  fitted: (located: Located<Fit>) => Fit,
  shrink: number = 1,
  batchesOf: Ledger["batches"] = ledger(training).batches,
): (generation: number) => Fit {
  const fits: Fit[] = [];
  /** Variances of the noises, in the order of the draws; those of subsamples stand after the draws of their fit. */
  const noises: number[] = [];
  const starts: number[] = [];
  /** By generation, the coefficient of each noise so far in the location. */
  const expansions: Float64Array[] = [];
  /** By generation, from the truth on: what is left of the truth. */
  const left = [1];

  const drawnFrom = (from: number): number => (from === 0 ? 1 : (fits[from - 1]?.drawn ?? Number.NaN));

  function next(generation: number): void {
    const { draws, sees } = training(generation);
    starts.push(noises.length);
    for (const { from, size } of draws) noises.push(drawnFrom(from) / size);
    const batches = batchesOf(generation);
    const size = batches.reduce((sum, batch) => sum + (batch.weight ?? 1) * batch.size, 0);
    const aside = sees !== "all" && sees < size ? noises.length : undefined;
    const expansion = new Float64Array(noises.length + (aside === undefined ? 0 : 1));
    let [spread, kept] = [0, 0];
    const seen = batches.map((batch): Seen<Fit> => {
      const share = ((batch.weight ?? 1) * batch.size) / size;
      const model = expansions[batch.from - 1];
      const part = share * shrink;
      if (model)
        for (let at = 0; at < model.length; at++)
          expansion[at] = (expansion[at] as number) + part * (model[at] as number);
      const own = (starts[batch.generation - 1] ?? 0) + batch.draw;
      expansion[own] = (expansion[own] ?? 0) + share;
      spread += share * drawnFrom(batch.from);
      kept += share * shrink * (left[batch.from] ?? Number.NaN);
      const from = fits[batch.from - 1];
      return { size: batch.size, share, ...(from ? { from } : {}) };
    });
    if (aside !== undefined && sees !== "all") {
      noises.push(spread * (1 / sees - 1 / size));
      expansion[aside] = 1;
    }
    const before = expansions.at(-1);
    let [error, step] = [0, 0];
    for (let at = 0; at < expansion.length; at++) {
      const [c, noise] = [expansion[at] as number, noises[at] ?? 0];
      const moved = c - (before?.[at] ?? 0);
      error += c * c * noise;
      step += moved * moved * noise;
    }
    expansions.push(expansion);
    left.push(kept);
    fits.push(fitted({ generation, error, kept, step, size, batches: seen }));
  }

  return (generation) => {
    if (!(generation >= 1 && generation <= mostFollowed))
      throw new RangeError(`generation must be from 1 to ${mostFollowed}; got ${generation}.`);
    for (let g = fits.length + 1; g <= generation; g++) next(g);
    return fits[generation - 1] as Fit;
  };
}

/**
 * Var(M_g)·n/σ² of a location parameter whose batches all have the truth's spread: R(g) where the first fit is to n
 * real observations.
 *
 * @source derived; arXiv:2410.22812 for its special cases g, H2(g) and 3·H2(g) - 2
 */
export function linearRatios(
  training: (generation: number) => Training,
  n: number,
): (generation: number) => number {
  const fits = linearWorkflow<Fitted>(training, ({ error }) => ({ error, drawn: 1 }));
  return (generation) => n * fits(generation).error;
}
