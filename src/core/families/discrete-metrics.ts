import { log } from "../random/math.ts";
import type { DiscreteLaw } from "./discrete-law.ts";
import { modelWidth, weightsAt } from "./discrete-model.ts";
import type { Metric } from "./family.ts";

/** @source arXiv:2410.16713 (entropy, zero proportions); arXiv:2412.17646, Corollary 1 (unique symbols) */
export const discreteMetrics: readonly Metric[] = [
  { name: "entropy", unit: "nat", meaning: "Shannon entropy of the fitted law" },
  { name: "entropy_ratio", unit: "1", meaning: "entropy of the fitted law over that of the true one" },
  { name: "support", unit: "1", meaning: "distinct symbols that the fitted law can still draw" },
  { name: "unseen", unit: "1", meaning: "share of the true law's symbols that the fitted law cannot draw" },
  { name: "heterozygosity", unit: "1", meaning: "probability that two draws of the fitted law differ" },
  { name: "collapsed", unit: "1", meaning: "1 when a single symbol is left, else 0" },
  { name: "tv", unit: "1", meaning: "total variation distance of the fitted law from the truth" },
];

/** Up to this count its product with its logarithm is looked up. */
const mostListed = 4096;
const listed = Float64Array.from({ length: mostListed + 1 }, (_, count) =>
  count > 1 ? count * log(count) : 0,
);

/** x·log x; weights are mostly counts. */
function timesLog(x: number): number {
  return x <= mostListed && (x | 0) === x ? listed[x]! : x * log(x);
}

/**
 * Metrics of fitted frequencies; each costs in proportion to the symbols left.
 *
 * @source arXiv:2410.16713 (entropy, zero proportions); arXiv:2412.17646, Corollary 1
 */
export function discreteMeasure(
  law: DiscreteLaw,
  count: number,
  room: number,
): (models: Float64Array, metrics: readonly Float64Array[]) => void {
  const { probabilities, entropy: full } = law;
  const width = modelWidth(room);
  return (all, [entropy, ratio, support, unseen, heterozygosity, collapsed, tv]) => {
    for (let lane = 0; lane < count; lane++) {
      const { values, support: distinct, symbols, sums } = weightsAt(all, lane * width, room, law);
      const total = values[sums + distinct - 1]!;
      let logs = 0;
      let squares = 0;
      let excess = 0;
      let before = 0;
      for (let i = 0; i < distinct; i++) {
        const weight = values[sums + i]! - before;
        before = values[sums + i]!;
        if (distinct > 1) logs += timesLog(weight);
        squares += weight * weight;
        const above = weight / total - probabilities[symbols === undefined ? i : values[symbols + i]!]!;
        if (above > 0) excess += above;
      }
      // Rounding must not turn the entropy of a single symbol negative.
      const spread = distinct === 1 ? 0 : log(total) - logs / total;
      entropy![lane] = spread;
      ratio![lane] = spread / full;
      support![lane] = distinct;
      unseen![lane] = 1 - distinct / probabilities.length;
      heterozygosity![lane] = distinct === 1 ? 0 : 1 - squares / (total * total);
      collapsed![lane] = distinct === 1 ? 1 : 0;
      tv![lane] = excess;
    }
  };
}
