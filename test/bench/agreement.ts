import type { Check } from "./contestant.ts";

/**
 * How far two contestants' means lie apart, in standard errors of their difference. Both compute the same law from
 * independent numbers, so that more than about 5 means that one of them computes something else. As the laws are meant to
 * be one, both together say how much it varies: a slow peer's few chains could not.
 */
export function distance(ours: Check, peer: Check): number {
  const { count, sum, squares } = together([ours, peer]);
  const variance = squares / count - (sum / count) ** 2;
  return (
    (ours.sum / ours.count - peer.sum / peer.count) / Math.sqrt(variance / ours.count + variance / peer.count)
  );
}

/** The moments of several measurements together. */
export function together(checks: readonly Check[]): Check {
  return checks.reduce((a, b) => ({
    count: a.count + b.count,
    sum: a.sum + b.sum,
    squares: a.squares + b.squares,
  }));
}
