import { memoryDoubles } from "../random/kernel.ts";
import { measureSymbols, measuresAt, reserveSymbols, sharesAt, weightsOf } from "../random/symbols.ts";
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

/** What the module measures of a law: symbols, entropy, heterozygosity, distance from the truth. */
type Measured = (
  metrics: readonly Float64Array[],
  lane: number,
  distinct: number,
  spread: number,
  differ: number,
  distance: number,
) => void;

/**
 * Writes a lane's metrics from what the module has measured of its law.
 *
 * @source arXiv:2410.16713 (entropy, zero proportions); arXiv:2412.17646, Corollary 1
 */
export function discreteReport({ probabilities, entropy: full }: DiscreteLaw): Measured {
  return (columns, lane, distinct, spread, differ, distance) => {
    const [entropy, ratio, support, unseen, heterozygosity, collapsed, tv] = columns;
    entropy![lane] = spread;
    ratio![lane] = spread / full;
    support![lane] = distinct;
    unseen![lane] = 1 - distinct / probabilities.length;
    heterozygosity![lane] = differ;
    collapsed![lane] = distinct === 1 ? 1 : 0;
    tv![lane] = distance;
  };
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
  const width = modelWidth(room);
  const report = discreteReport(law);
  return (all, metrics) => {
    for (let lane = 0; lane < count; lane++) {
      const { values, support: distinct, symbols, sums } = weightsAt(all, lane * width, room, law);
      reserveSymbols(distinct);
      const memory = memoryDoubles();
      const weights = weightsOf(distinct);
      const shares = sharesAt(distinct);
      let before = 0;
      for (let i = 0; i < distinct; i++) {
        memory[weights + i] = values[sums + i]! - before;
        memory[shares + i] = law.probabilities[symbols === undefined ? i : values[symbols + i]!]!;
        before = values[sums + i]!;
      }
      measureSymbols(distinct, before);
      // Rounding must not turn the entropy of a single symbol negative.
      const [spread, differ] = distinct === 1 ? [0, 0] : [memory[measuresAt]!, memory[measuresAt + 1]!];
      report(metrics, lane, distinct, spread, differ, memory[measuresAt + 2]!);
    }
  };
}
