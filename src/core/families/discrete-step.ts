import type { Address, Lanes } from "../random/address.ts";
import { NumericalError } from "../errors.ts";
import { aim } from "../random/batches.ts";
import { memoryDoubles } from "../random/kernel.ts";
import {
  copyNumbers,
  measureSymbols,
  namesAt,
  placeShares,
  poolSymbols,
  replaceSymbols,
  reserveSymbols,
  sharesAt,
  sumsAt,
  weightsOf,
} from "../random/symbols.ts";
import type { Draw } from "../regimes/regime.ts";
import type { DiscreteLaw } from "./discrete-law.ts";
import { discreteReport } from "./discrete-metrics.ts";
import { isTruth } from "./discrete-model.ts";
import type { Pool, StatisticKernel } from "./statistic-kernel.ts";
import { countsWidth } from "./symbol-counts.ts";

/**
 * Generations of frequencies in one go: a batch is drawn from a model that has the pool's symbols, or stands in its place, so that
 * no list of symbols is merged with another.
 *
 * @param apart the same kernel call by call
 * @param over what the status of a lane becomes that has one symbol left; 0 where that may change
 * @source none: what the calls do
 */
export function discreteStep(
  law: DiscreteLaw,
  { key, first, count }: Lanes,
  room: number,
  over: number,
  apart: StatisticKernel,
): NonNullable<StatisticKernel["step"]> {
  const { probabilities } = law;
  const width = countsWidth(room);
  const report = discreteReport(law);

  return (models, pool, sources, status, metrics) => {
    const [source] = sources;
    if (source === undefined)
      throw new NumericalError("A step of discrete chains must have a batch; it has none.");
    const { whole: draw, at } = source;
    if (!sameSymbols(models, pool)) {
      oneByOne(models, pool, draw, at, status, metrics);
      return;
    }
    aim({ key, first, count }, at);
    for (let lane = 0; lane < count; lane++) {
      const base = lane * width;
      if (status[lane] !== 0) rest(models, pool, base, draw.size);
      else {
        if (pool === undefined) replace(models, base, draw.size, first + lane);
        else accumulate(models, pool.values, base, draw.size, first + lane);
        if (models[base] === 1) status[lane] = over;
      }
      report(metrics, lane, models[base]!);
    }
  };

  /** Whether all models have the symbols of the pool: they never have others. */
  function sameSymbols(models: Float64Array, pool: Pool | undefined): boolean {
    if (models[0] === isTruth) return false;
    if (pool === undefined) return true;
    for (let base = 0; base < count * width; base += width)
      if (models[base] !== pool.values[base]) return false;
    return true;
  }

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
    reserveSymbols(1);
    const memory = memoryDoubles();
    memory[sharesAt(1)] = probabilities[models[base + 1]!]!;
    memory[weightsOf(1)] = models[base + 1 + room]!;
    measureSymbols(1, models[base + 1 + room]!);
  }

  function oneByOne(
    models: Float64Array,
    pool: Pool | undefined,
    draw: Draw,
    at: Address,
    status: Uint8Array,
    metrics: readonly Float64Array[],
  ): void {
    const batch = new Float64Array(count * width);
    apart.draw(batch, models, draw, at);
    if (pool === undefined) apart.fitBatch?.(models, batch, draw, status);
    else {
      apart.merge(pool, batch, draw, 1);
      apart.fit(models, pool, status);
    }
    apart.measure(models, metrics, status);
  }
}
