import { noParameters } from "./parameters.ts";
import type { Regime } from "./regime.ts";

/**
 * As many observations as accumulation would have, but all synthetic ones drawn anew from the newest model: n real and
 * (g-1)·n synthetic at generation g. The variance of a location estimate is 1 + (g-1)/(2g) of the first fit's.
 *
 * @source arXiv:2410.22812, the published scripts on self-supervised features; the ratio is derived
 */
export const regenerate: Regime = {
  title: "Regenerate",
  summary: "train on the real data and (g-1) times n observations, all drawn anew from the newest model",
  source: "arXiv:2410.22812, as its published scripts do",
  parameters: [],
  parse: noParameters,
  training: (_parameters, generation, n) => ({
    draws: [{ from: generation - 1, size: Math.max(1, generation - 1) * n }],
    keeps: generation === 1 ? "none" : [1],
    sees: "all",
  }),
};
