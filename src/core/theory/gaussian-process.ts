import { harmonic, harmonicSquares } from "./harmonic.ts";
import type { Prediction, Theorem } from "./prediction.ts";
import { gammaRatio } from "./special.ts";
import { squares } from "./squares.ts";

const source =
  "arXiv:2410.22812 (discard g, augment H2(g)); 3·H2(g) - 2 and H1(g) derived from its limit process";

/**
 * Errors of the limit process: centred Gaussian, each coordinate of variance V·R(g).
 *
 * @source arXiv:2410.22812; for a subsample, the sum of the variances of the pool mean's steps
 */
export const gaussianProcessErrors: Theorem = (cell, metric, generation) => {
  if (cell.family !== "gaussian-process") return undefined;
  const ratio = varianceRatio(cell.regime, generation);
  if (ratio === undefined) return undefined;
  const d = Number(cell.parameters["dimension"]);
  const variance = Number(cell.parameters["variance"]) * ratio;
  const exact = (found: Omit<Prediction, "kind" | "source">): readonly Prediction[] => [
    { kind: "exact", source, ...found },
  ];
  if (metric === "squared_error") return exact(squares(d * variance, variance * Math.sqrt(2 * d), true));
  if (metric === "relative_squared_error") return exact(squares(ratio, ratio * Math.sqrt(2 / d), true));
  if (metric !== "error") return undefined;
  const length = Math.sqrt(2) * gammaRatio(d / 2, 0.5);
  const sd = Math.sqrt(variance * Math.max(0, d - length * length));
  return exact({ value: Math.sqrt(variance) * length, sd });
};

/**
 * R(g) = Var(M_g) / Var(M_1) of the limit process, the same for every estimator; undefined for regimes without a
 * closed form here.
 *
 * @source arXiv:2410.22812
 */
export function varianceRatio(regime: string, generation: number): number | undefined {
  if (regime === "replace") return generation;
  if (regime === "accumulate") return harmonicSquares(generation);
  if (regime === "accumulate-subsample") return 3 * harmonicSquares(generation) - 2;
  return regime === "replace-multiple" ? harmonic(generation) : undefined;
}
