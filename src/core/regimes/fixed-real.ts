import { noParameters } from "./parameters.ts";
import type { Regime } from "./regime.ts";

/**
 * The real data stay and are pooled with the newest synthetic batch; older synthetic batches are thrown away. The
 * variance of a location estimate tends to 4/3 of the first fit's.
 *
 * @source arXiv:2307.01850, "synthetic augmentation loop" with a fixed real set
 */
export const fixedReal: Regime = {
  title: "Fixed real data",
  summary: "train on the real data and the newest synthetic batch, pooled",
  source: 'arXiv:2307.01850, "synthetic augmentation loop"',
  alsoCalled: ["synthetic-augmentation"],
  parameters: [],
  parse: noParameters,
  training: (_parameters, generation, n) => ({
    draws: [{ from: generation - 1, size: n }],
    keeps: generation === 1 ? "none" : [1],
    sees: "all",
  }),
};
