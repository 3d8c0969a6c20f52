import type { Cell } from "../cell.ts";
import { type DiscreteLaw, discreteLaw, lawOfWeights } from "../families/discrete-law.ts";
import { modelOf } from "../families/n-gram.ts";
import { log } from "../random/math.ts";
import type { Prediction, Theorem } from "./prediction.ts";
import { meanSquaredError, type QuadraticLaw } from "./quadratic-variance.ts";
import { share } from "./share.ts";
import { wholePower } from "./special.ts";
import { survivalBounds } from "./survival-bounds.ts";
import { absence, binomialLaw, mostExact, survivors } from "./wright-fisher.ts";

const corollary = "arXiv:2412.17646, Corollary 1";
const matrix = "arXiv:2412.17646, Section 2: powers of each symbol's transition matrix, summed";
const pooled = "derived: a symbol missing in the first batch never comes, and one seen never leaves the pool";
const drift = "derived: conservation of the second moment (Wright-Fisher), cf. arXiv:2412.17646";
const firstFit = "derived: exact law of the counts of the first batch";
/** Work, in counts of symbols, beyond which the law of the first batch is not summed. */
const mostWork = 2e7;

interface Facts {
  readonly n: number;
  readonly law: DiscreteLaw;
  /** Each probability that occurs, with the number of symbols that have it. */
  readonly groups: ReadonlyMap<number, number>;
  /** 1 - Σp². */
  readonly heterozygosity: number;
  /** Expected number of symbols by their count in the first batch; undefined where that is too much work. */
  readonly counts: Float64Array | undefined;
  /** A stand-in for each symbol: its squared error in units of p(1-p). */
  readonly unit: QuadraticLaw;
}

const known = new WeakMap<Cell, Facts>();

/**
 * Distinct symbols left, the share of them unseen, and chains with a single one left.
 *
 * @source arXiv:2412.17646, Corollary 1; exact by the transition matrix where n <= 200
 */
export const discreteSupport: Theorem = (cell, metric, generation) => {
  if (!isDiscrete(cell) || !["support", "unseen", "collapsed"].includes(metric)) return undefined;
  const facts = factsOf(cell);
  const symbols = facts.law.probabilities.length;
  const found =
    metric === "collapsed" ? collapsed(cell, facts, generation) : support(cell, facts, generation);
  if (metric !== "unseen") return found;
  return found?.map(({ kind, value, leastSd, jump, source }) => ({
    kind: turned[kind],
    value: 1 - value / symbols,
    ...(leastSd === undefined ? {} : { leastSd: leastSd / symbols }),
    ...(jump === undefined ? {} : { jump: jump / symbols }),
    source,
  }));
};

const turned = { exact: "exact", asymptotic: "asymptotic", lower: "upper", upper: "lower" } as const;

function support(cell: Cell, facts: Facts, generation: number): readonly Prediction[] | undefined {
  const { n, groups, counts } = facts;
  if (cell.regime === "accumulate" || generation === 1)
    return present(
      facts,
      sum(groups, (p) => 1 - absence(n, p)),
      pooled,
    );
  if (cell.regime !== "replace") return undefined;
  const boundOf = (side: "lower" | "upper"): number =>
    sum(groups, (p) => survivalBounds(n, p, generation)[side]);
  const [lower, upper] = [boundOf("lower"), boundOf("upper")];
  // One symbol at least is left, and no more than all of them.
  const bounds: Prediction[] = [
    ...(lower > 1 ? [{ kind: "lower", value: lower, jump: 1, source: corollary } as const] : []),
    ...(upper < facts.law.probabilities.length
      ? [{ kind: "upper", value: upper, jump: 1, source: corollary } as const]
      : []),
  ];
  if (!counts || n > mostExact) return bounds;
  return [...present(facts, survivors(counts, generation).left, matrix), ...bounds];
}

/**
 * A mean number of symbols, while in more than a few chains some are lost and some are left. Where either is rare, it is a
 * count of nearly independent events, whose variance is their number.
 */
function present({ law }: Facts, value: number, source: string): readonly Prediction[] {
  const rare = Math.min(value - 1, law.probabilities.length - value);
  if (rare <= 0.001) return [];
  return [{ kind: "exact", value, leastSd: rare < 0.5 ? Math.sqrt(rare) : 0, jump: 1, source }];
}

function collapsed(cell: Cell, facts: Facts, generation: number): readonly Prediction[] | undefined {
  const { n, groups, counts } = facts;
  if (cell.regime === "accumulate" || generation === 1)
    return share(
      sum(groups, (p) => wholePower(p, n)),
      pooled,
    );
  if (cell.regime !== "replace" || !counts || n > mostExact) return undefined;
  return share(survivors(counts, generation).fixed, matrix);
}

/**
 * Heterozygosity at every generation: the true one times (1 - 1/n)^g under replacement, times Π(1 - 1/(nk²)) where
 * data accumulate, and likewise under subsampling.
 *
 * @source derived from the Wright-Fisher chain of each symbol
 */
export const discreteHeterozygosity: Theorem = (cell, metric, generation) => {
  if (!isDiscrete(cell) || metric !== "heterozygosity") return undefined;
  const { heterozygosity, unit } = factsOf(cell);
  const error = meanSquaredError(cell, unit, generation);
  // With less than a tenth left, the mean is carried by the few chains that have not collapsed.
  if (error === undefined || error > 0.9) return undefined;
  return [{ kind: "exact", value: heterozygosity * (1 - error), source: drift }];
};

/**
 * Entropy of the first fit: below the true one, the more so the fewer observations there are for a symbol.
 *
 * @source E of -Σ(c/n)·log(c/n) over binomial counts c
 */
export const discreteFirstEntropy: Theorem = (cell, metric, generation) => {
  if (!isDiscrete(cell) || generation !== 1) return undefined;
  if (metric !== "entropy" && metric !== "entropy_ratio") return undefined;
  const { n, counts, law } = factsOf(cell);
  if (!counts) return undefined;
  let entropy = 0;
  counts.forEach((expected, count) => {
    if (count > 0 && count < n && expected > 0) entropy -= expected * (count / n) * log(count / n);
  });
  const unit = metric === "entropy" ? 1 : law.entropy;
  // What a symbol adds that one observation in n shows.
  const jump = (log(n) + 1) / (n * unit);
  return [{ kind: "exact", value: entropy / unit, jump, source: firstFit }];
};

/**
 * Expected number of symbols by their count in the first batch; undefined where that is too much work.
 *
 * @source the binomial law
 */
export function firstCounts(cell: Cell): Float64Array | undefined {
  return factsOf(cell).counts;
}

/**
 * The true law of a cell's symbols.
 *
 * @source arXiv:2412.17646, Section 2
 */
export function trueProbabilities(cell: Cell): Iterable<number> {
  return factsOf(cell).law.probabilities;
}

/**
 * Whether a cell's models are laws of symbols: a unigram model of a text is one of its words.
 *
 * @source none: reads the cell
 */
export function isDiscrete({ family, parameters }: Cell): boolean {
  return family === "discrete" || (family === "n-gram" && parameters["order"] === 1);
}

function factsOf(cell: Cell): Facts {
  const before = known.get(cell);
  if (before) return before;
  const n = Number(cell.parameters["samples"]);
  const law = cell.family === "discrete" ? discreteLaw(cell) : lawOfWeights(modelOf(cell).counts);
  const groups = new Map<number, number>();
  for (const p of law.probabilities) groups.set(p, (groups.get(p) ?? 0) + 1);
  const facts: Facts = {
    n,
    law,
    groups,
    heterozygosity: 1 - sum(groups, (p) => p * p),
    counts: groups.size * n <= mostWork ? countsOf(groups, n) : undefined,
    unit: { n, mean: 0, variance: 1, slope: 0, curvature: -1 },
  };
  known.set(cell, facts);
  return facts;
}

function countsOf(groups: ReadonlyMap<number, number>, n: number): Float64Array {
  const counts = new Float64Array(n + 1);
  for (const [p, symbols] of groups)
    binomialLaw(n, p).forEach((probability, count) => {
      counts[count] = (counts[count] ?? 0) + symbols * probability;
    });
  return counts;
}

function sum(groups: ReadonlyMap<number, number>, of: (p: number) => number): number {
  let total = 0;
  for (const [p, symbols] of groups) total += symbols * of(p);
  return total;
}
