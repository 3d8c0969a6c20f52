import { noParameters } from "./parameters.ts";
import type { Regime } from "./regime.ts";

/**
 * Every generation trains on the newest batch alone: n observations drawn from the model just before it.
 *
 * @source arXiv:2404.01413, Section 2 ("replace"); arXiv:2410.22812, "discard"
 */
export const replace: Regime = {
  title: "Replace",
  summary: "train on the newest batch only; everything older is thrown away",
  source: "arXiv:2404.01413, Section 2; called discard in arXiv:2410.22812",
  alsoCalled: ["discard", "fully-synthetic"],
  parameters: [],
  parse: noParameters,
  training: (_parameters, generation, n) => ({
    draws: [{ from: generation - 1, size: n }],
    keeps: "none",
    sees: "all",
  }),
};
