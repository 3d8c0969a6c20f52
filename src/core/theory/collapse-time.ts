import type { Cell } from "../cell.ts";
import { exp, log } from "../random/math.ts";
import { firstCounts, isDiscrete, trueProbabilities } from "./discrete.ts";
import type { Prediction } from "./prediction.ts";
import { binomialLaw, mostExact, survivors } from "./wright-fisher.ts";

const exact = "arXiv:2412.17646, Section 2: powers of the transition matrix, summed over generations";
const diffusion = "Kimura and Ohta 1969, diffusion limit of the Wright-Fisher chain: -2n·Σ(1-p)·log(1-p)";
/** Relative error above which the limit says nothing. */
const mostSlack = 0.2;

/**
 * Mean number of generations until a chain of symbols under replacement has a single one left, chains that have not collapsed
 * after `generations` counting as that: exactly for small n, else the diffusion limit, where next to no chain lasts
 * that long.
 *
 * @returns undefined where chains need not collapse, or nothing is known
 * @source arXiv:2412.17646, Section 2; Kimura and Ohta (1969); the sum over symbols is derived, for at most one of them is left
 */
export function timeToCollapse(cell: Cell, generations: number): Prediction | undefined {
  const bernoulli = cell.family === "bernoulli";
  if (cell.regime !== "replace" || !(bernoulli || isDiscrete(cell))) return undefined;
  const n = Number(cell.parameters["samples"]);
  if (n <= mostExact) {
    const counts = bernoulli ? coinCounts(n, Number(cell.parameters["p"])) : firstCounts(cell);
    return counts && { kind: "exact", ...collapseTime(counts, generations), source: exact };
  }
  // Chains that are left become fewer by exp(-1/n) a generation, from n/2 at the very most.
  if ((n / 2) * exp(-generations / n) > 1e-6) return undefined;
  const p = Number(cell.parameters["p"]);
  const value = bernoulli ? diffused(n, [p, 1 - p]) : diffused(n, trueProbabilities(cell));
  // Of exact values for n <= 200, laws even and skewed: it was between 1 below and 0.75 + log(n)/3 above them.
  const slack = (1 + log(n) / 3) / value;
  if (!(slack <= mostSlack)) return undefined;
  return { kind: "asymptotic", value, slack, jump: 2 * n, source: diffusion };
}

/**
 * Mean and standard deviation of the generation at which a single symbol is left, or of `most` where that comes first; and its
 * third central moment over its second. From sums of the probability S(k) that it takes longer: E T³ = Σ (3k²+3k+1)·S(k).
 *
 * @param counts expected number of symbols by their count in the first batch, 0 … n; n at most 200
 * @source the Wright-Fisher chain (Wright, 1931)
 */
export function collapseTime(
  counts: Float64Array,
  most: number,
): Required<Pick<Prediction, "value" | "sd" | "jump">> {
  let [first, second, third] = [1, 1, 1];
  for (let k = 1, open = 1; k < most && open > 1e-12; k++) {
    open = 1 - survivors(counts, k).fixed;
    first += open;
    second += (2 * k + 1) * open;
    third += (3 * k * k + 3 * k + 1) * open;
  }
  const variance = Math.max(0, second - first * first);
  const jump = variance > 0 ? (third - 3 * first * second + 2 * first * first * first) / variance : 0;
  return { value: first, sd: Math.sqrt(variance), jump };
}

function coinCounts(n: number, p: number): Float64Array {
  const other = binomialLaw(n, 1 - p);
  return binomialLaw(n, p).map((probability, count) => probability + (other[count] ?? 0));
}

function diffused(n: number, probabilities: Iterable<number>): number {
  let sum = 0;
  for (const p of probabilities) if (p < 1) sum -= 2 * n * (1 - p) * log(1 - p);
  return sum;
}
