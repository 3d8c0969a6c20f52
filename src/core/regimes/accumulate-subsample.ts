import { noParameters } from "./parameters.ts";
import type { Regime } from "./regime.ts";

/**
 * The pool grows as under accumulation, but each fit sees only n observations: a fresh uniform subsample of the whole
 * pool, without replacement. The compute of a generation stays what it was at the first.
 *
 * @source arXiv:2410.16713, Section 2 ("accumulate-subsample"); arXiv:2410.22812, "augment & subsample"
 */
export const accumulateSubsample: Regime = {
  title: "Accumulate and subsample",
  summary: "train on a fresh subsample of n out of all batches so far",
  source: "arXiv:2410.16713, Section 2; called augment and subsample in arXiv:2410.22812",
  alsoCalled: ["augment-and-subsample", "augment-subsample"],
  parameters: [],
  parse: noParameters,
  training: (_parameters, generation, n) => ({
    draws: [{ from: generation - 1, size: n }],
    keeps: "all",
    sees: n,
  }),
};
