import type { Prediction, Theorem } from "./prediction.ts";
import { share } from "./share.ts";
import { bothSurviveBounds, heterozygosityBounds, survivalBounds } from "./survival-bounds.ts";
import { absence, binomialLaw, mostExact, survivors } from "./wright-fisher.ts";

const theorem = "arXiv:2412.17646, Theorem 1";
const matrix = "arXiv:2412.17646, Section 2: powers of the chain's transition matrix";
const pooled = "derived: a value lost in the first batch never returns, and one seen never leaves the pool";

/**
 * How many chains can still draw a one (`nonzero`), or both values (`alive`).
 *
 * @source arXiv:2412.17646, Theorem 1, and the exact chain where n <= 200; arXiv:2404.05090 for the bounds beside it
 */
export const bernoulliSurvival: Theorem = (cell, metric, generation) => {
  if (cell.family !== "bernoulli" || (metric !== "nonzero" && metric !== "alive")) return undefined;
  const n = Number(cell.parameters["samples"]);
  const p = Number(cell.parameters["p"]);
  const both = metric === "alive";
  if (cell.regime === "accumulate" || generation === 1)
    return share(1 - absence(n, p) - (both ? absence(n, 1 - p) : 0), pooled);
  if (cell.regime !== "replace") return undefined;
  const { lower, upper } = (both ? bothSurviveBounds : survivalBounds)(n, p, generation);
  const found = [...telling(lower, upper, theorem), ...(both && n > 1 ? competing(n, p, generation) : [])];
  if (n > mostExact) return found;
  const { left, fixed } = survivors(binomialLaw(n, p), generation);
  return [...share(both ? left - fixed : left, matrix), ...found];
};

/** Those that Theorem 1 is compared with. */
function competing(n: number, p: number, generation: number): readonly Prediction[] {
  const { lower, upper } = heterozygosityBounds(n, p, generation);
  return telling(lower, upper, "arXiv:2404.05090 (Seddik et al.), compared in arXiv:2412.17646");
}

/** Bounds on a share, where they say anything. */
function telling(lower: number, upper: number, source: string): readonly Prediction[] {
  return [
    ...(lower > 0 ? [{ kind: "lower", value: lower, jump: 1, source } as const] : []),
    ...(upper < 1 ? [{ kind: "upper", value: upper, jump: 1, source } as const] : []),
  ];
}
