import { noParameters } from "./parameters.ts";
import type { Regime } from "./regime.ts";

/**
 * Every batch ever drawn stays, real data first: generation g trains on g·n observations.
 *
 * @source arXiv:2404.01413, Section 2 ("accumulate"); arXiv:2410.22812, "augment"; arXiv:2505.19046, Section 2
 */
export const accumulate: Regime = {
  title: "Accumulate",
  summary: "train on all batches so far, real data among them",
  source: "arXiv:2404.01413, Section 2; called augment in arXiv:2410.22812",
  alsoCalled: ["augment"],
  parameters: [],
  parse: noParameters,
  training: (_parameters, generation, n) => ({
    draws: [{ from: generation - 1, size: n }],
    keeps: "all",
    sees: "all",
  }),
};
