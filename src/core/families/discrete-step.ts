import { NumericalError } from "../errors.ts";
import type { Lanes } from "../random/address.ts";
import { aim } from "../random/batches.ts";
import { memoryDoubles } from "../random/kernel.ts";
import {
  copyNumbers,
  measureAlone,
  namesAt,
  placeShares,
  poolSymbols,
  replaceSymbols,
  reserveSymbols,
  sumsAt,
  weightsOf,
} from "../random/symbols.ts";
import type { DiscreteLaw } from "./discrete-law.ts";
import { discreteReport } from "./discrete-metrics.ts";
import { isTruth } from "./discrete-model.ts";
import type { Pool, StatisticKernel } from "./statistic-kernel.ts";
import { countsWidth } from "./symbol-counts.ts";

/**
 * Generations of frequencies in one go: a batch is drawn from a model that has the pool's symbols, or stands in its place, so that
 * no list of symbols is merged with another.
 *
 * @param over what the status of a lane becomes that has one symbol left; 0 where that may change
 * @source none: what the calls do
 */
export function discreteStep(
  law: DiscreteLaw,
  { key, first, count }: Lanes,
  room: number,
  over: number,
): Required<Pick<StatisticKernel, "step" | "steps">> {
  const { probabilities } = law;
  const width = countsWidth(room);
  const report = discreteReport(law);

  return {
    // Models never have symbols that the pool has not: where they have as many, they have the same.
    steps(models, pool) {
      if (models[0] === isTruth) return false;
      if (pool === undefined) return true;
      for (let base = 0; base < count * width; base += width)
        if (models[base] !== pool.values[base]) return false;
      return true;
    },

    step(models, pool, [source], status, metrics) {
      if (source === undefined)
        throw new NumericalError("A step of discrete chains must have a batch; it has none.");
      const {
        whole: { size },
        at,
      } = source;
      aim({ key, first, count }, at);
      for (let lane = 0; lane < count; lane++) {
        const base = lane * width;
        if (status[lane] !== 0) rest(models, pool, base, size);
        else {
          if (pool === undefined) replace(models, base, size, first + lane);
          else accumulate(models, pool.values, base, size, first + lane);
          if (models[base] === 1) status[lane] = over;
        }
        report(metrics, lane, models[base]!);
      }
    },
  };

  function replace(models: Float64Array, base: number, size: number, replicate: number): void {
    const support = models[base]!;
    const memory = opened(models, base);
    const left = replaceSymbols(support, size, replicate);
    models[base] = left;
    copyNumbers(models, base + 1, memory, namesAt(support), left);
    copyNumbers(models, base + 1 + room, memory, sumsAt, left);
    for (let to = base + 1 + left; to <= base + support; to++) models[to] = models[to + room] = 0;
  }

  function accumulate(
    models: Float64Array,
    pool: Float64Array,
    base: number,
    size: number,
    replicate: number,
  ): void {
    const support = models[base]!;
    const memory = opened(models, base);
    copyNumbers(memory, weightsOf(support), pool, base + 1 + room, support);
    poolSymbols(support, size, replicate);
    copyNumbers(models, base + 1 + room, memory, sumsAt, support);
    copyNumbers(pool, base + 1 + room, memory, weightsOf(support), support);
  }

  /** Puts a model into the module's memory, which it returns. */
  function opened(models: Float64Array, base: number): Float64Array {
    const support = models[base]!;
    reserveSymbols(support);
    const memory = memoryDoubles();
    copyNumbers(memory, namesAt(support), models, base + 1, support);
    copyNumbers(memory, sumsAt, models, base + 1 + room, support);
    placeShares(support, probabilities);
    return memory;
  }

  /** A lane whose only symbol is drawn, and whose model stays. */
  function rest(models: Float64Array, pool: Pool | undefined, base: number, size: number): void {
    if (pool !== undefined) pool.values[base + 1 + room]! += size;
    measureAlone(probabilities[models[base + 1]!]!, models[base + 1 + room]!);
  }
}
