import { exp } from "../random/math.ts";
import { wholePower } from "./special.ts";

const sequence: number[] = [1];

/**
 * g_k: g_1 = 1 and g_{k+1} = 1 - exp(-g_k); it lies between 1/k and 3/k.
 *
 * @param k from 1
 * @source arXiv:2412.17646, Section 3 (before Theorem 1)
 */
export function survivalRate(k: number): number {
  for (let done = sequence.length; done < k; done++) sequence.push(1 - exp(-(sequence[done - 1] ?? 1)));
  return sequence[k - 1] ?? 1;
}

/**
 * Bounds on the probability that a symbol of probability p is drawn again and again for k generations.
 *
 * @source arXiv:2412.17646, Theorem 1
 */
export function survivalBounds(
  n: number,
  p: number,
  k: number,
): { readonly lower: number; readonly upper: number } {
  const lost = exp(-n * p * survivalRate(k));
  return { lower: 1 - lost, upper: 1 - correction(n, p, k) * lost };
}

/**
 * Bounds on the probability that neither a symbol of probability p nor its complement is lost within k generations.
 *
 * @source arXiv:2412.17646, Theorem 1, two-sided version
 */
export function bothSurviveBounds(
  n: number,
  p: number,
  k: number,
): { readonly lower: number; readonly upper: number } {
  const one = survivalBounds(n, p, k);
  const other = survivalBounds(n, 1 - p, k);
  return { lower: Math.max(0, one.lower + other.lower - 1), upper: one.upper + other.upper - 1 };
}

/**
 * The bounds on the probability that neither is lost which follow from p(1 - p)(1 - 1/n)^k, the mean of P(1 - P), alone: where
 * both are left, P(1 - P) is at most 1/4 and at least (n - 1)/n². Those of Theorem 1 are nearer where p is small.
 *
 * @param n from 2
 * @source Seddik et al., arXiv:2404.05090, as compared in the figures of arXiv:2412.17646
 */
export function heterozygosityBounds(
  n: number,
  p: number,
  k: number,
): { readonly lower: number; readonly upper: number } {
  const left = p * (1 - p) * wholePower(1 - 1 / n, k);
  return { lower: 4 * left, upper: 2 * n * left };
}

function correction(n: number, p: number, k: number): number {
  return Math.max(0, 1 - 3 * n * p * p - 3 * k * p);
}
