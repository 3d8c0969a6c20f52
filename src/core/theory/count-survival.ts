import { exp } from "../random/math.ts";
import type { Theorem } from "./prediction.ts";
import { share } from "./share.ts";
import { wholePower } from "./special.ts";
import { survivalRate } from "./survival-bounds.ts";

/**
 * How many Poisson chains still draw counts above 0: exactly 1 - exp(-nλg_k) under replacement, since the sum of a
 * batch is a Galton-Watson chain with Poisson(1) offspring; 1 - exp(-nλ) for ever where data accumulate.
 *
 * @source arXiv:2412.17646, Theorem 2; for growing batches derived in the same way
 */
export const poissonSurvival: Theorem = (cell, metric, generation) => {
  if (cell.family !== "poisson" || metric !== "nonzero") return undefined;
  const rate = poissonRate(cell.regime, generation);
  if (rate === undefined) return undefined;
  const lost = exp(-Number(cell.parameters["samples"]) * Number(cell.parameters["mean"]) * rate);
  return share(1 - lost, "arXiv:2412.17646, Theorem 2");
};

function poissonRate(regime: string, generation: number): number | undefined {
  if (regime === "accumulate" || generation === 1) return 1;
  if (regime === "replace") return survivalRate(generation);
  if (regime !== "replace-multiple") return undefined;
  let rate = 1;
  for (let g = generation; g >= 2; g--) rate = (g / (g - 1)) * scaled(rate, g === generation);
  return 1 - exp(-rate);
}

/** What a generation lets through of what comes after it; the last lets all through. */
function scaled(rate: number, last: boolean): number {
  return last ? 1 : 1 - exp(-rate);
}

/**
 * How many geometric chains still draw counts above 0, at the first fit and where data accumulate.
 *
 * @source the negative binomial law of a sum: no failure in n runs has probability p^n
 */
export const geometricSurvival: Theorem = (cell, metric, generation) => {
  if (cell.family !== "geometric" || metric !== "nonzero") return undefined;
  if (cell.regime !== "accumulate" && generation !== 1) return undefined;
  const lost = wholePower(Number(cell.parameters["p"]), Number(cell.parameters["samples"]));
  return share(1 - lost, "derived: a pool of zeros stays one");
};
