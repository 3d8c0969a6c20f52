import { statuses } from "../cohort.ts";
import { gammas, logs } from "../random/samplers.ts";
import type { MeanLaw } from "./sample-mean.ts";

const underflow = statuses.indexOf("underflow");
/** Mean below which squares leave the range that a double holds well. */
const leastMean = 1e-150;

/**
 * Exponential waiting times as sums: gamma laws, scaled by the mean.
 *
 * @param mean the true one
 * @source arXiv:2505.19046, Appendix G (exponential family and Beta(θ, 1), whose -log x is exponential)
 */
export function exponentialSums(mean: number): Omit<MeanLaw, "measure"> {
  return {
    mean,
    sums(out, lanes, at, size, means) {
      gammas(out, lanes, at, 1, size);
      for (let i = 0; i < lanes.count; i++) out[i]! *= means[i]!;
    },
    observe(values, count) {
      const drawn = values.subarray(0, count);
      logs(drawn, drawn);
      for (let i = 0; i < count; i++) drawn[i] = -drawn[i]!;
    },
    unit: (of) => of,
    status: (of) => (of < leastMean ? underflow : 0),
  };
}
