import type { Prediction } from "./prediction.ts";

/** Share of chains below which an event, or its absence, is too rare for a mean over replicates to be a fair test. */
const rare = 1e-3;

/**
 * An exact prediction of the share of chains in some state, with its binomial standard deviation; none where nearly all
 * chains, or nearly none, are in it.
 *
 * @source the variance of an indicator
 */
export function share(value: number, source: string): readonly Prediction[] {
  if (value < rare || value > 1 - rare) return [];
  return [{ kind: "exact", value, sd: Math.sqrt(value * (1 - value)), jump: 1, source }];
}
