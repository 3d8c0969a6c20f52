import { kernel } from "../random/kernel.ts";
import type { MeanLaw } from "./sample-mean.ts";

/** Mean below which squares leave the range that a double holds well. */
const leastMean = 1e-150;

/**
 * Exponential waiting times as sums: gamma laws, scaled by the mean.
 *
 * @param mean the true one
 * @source arXiv:2505.19046, Appendix G (exponential family and Beta(θ, 1), whose -log x is exponential)
 */
export function exponentialSums(mean: number): Omit<MeanLaw, "measure" | "columns"> {
  return {
    mean,
    draws: [{ fill: kernel.gammas }],
    sumsOfPoints: kernel.exponentialsOfPoints,
    beyond: "underflow",
    least: leastMean,
  };
}
