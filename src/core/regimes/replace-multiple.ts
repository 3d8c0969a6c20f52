import { noParameters } from "./parameters.ts";
import type { Regime } from "./regime.ts";

/**
 * As many observations as accumulation would have, g·n at generation g, but all of them from the newest model: tells
 * the effect of more data from the effect of keeping real data.
 *
 * @source arXiv:2404.01413, Appendix E; "Replace (Multiple)" in the logs of arXiv:2410.16713
 */
export const replaceMultiple: Regime = {
  title: "Replace (multiple)",
  summary: "train on g times n observations, all drawn from the newest model",
  source: "arXiv:2404.01413, Appendix E",
  parameters: [],
  parse: noParameters,
  training: (_parameters, generation, n) => ({
    draws: [{ from: generation - 1, size: generation * n }],
    keeps: "none",
    sees: "all",
  }),
};
