import type { Check } from "./contestant.ts";

/**
 * How far two contestants' mean squared errors lie apart, in standard errors of their difference. Both compute the
 * same law from independent numbers, so that more than about 5 means that one of them computes something else.
 */
export function distance(ours: Check, peer: Check): number {
  const error = Math.sqrt(varianceOfMean(ours) + varianceOfMean(peer));
  return (ours.sum / ours.count - peer.sum / peer.count) / error;
}

/** The moments of several measurements together. */
export function together(checks: readonly Check[]): Check {
  return checks.reduce((a, b) => ({
    count: a.count + b.count,
    sum: a.sum + b.sum,
    squares: a.squares + b.squares,
  }));
}

function varianceOfMean({ count, sum, squares }: Check): number {
  return (squares / count - (sum / count) ** 2) / count;
}
