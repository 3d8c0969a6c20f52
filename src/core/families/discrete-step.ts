import type { Address, Lanes } from "../random/address.ts";
import { aim } from "../random/batches.ts";
import { memoryDoubles } from "../random/kernel.ts";
import { reserveSymbols, sharesAt, stepSymbols, sumsAt, weightsOf } from "../random/symbols.ts";
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
  const width = countsWidth(room);
  const report = discreteReport(law);

  return (models, pool, draw, at, status, metrics) => {
    if (!sameSymbols(models, pool)) {
      oneByOne(models, pool, draw, at, status, metrics);
      return;
    }
    aim({ key, first, count }, at);
    for (let lane = 0; lane < count; lane++) {
      const base = lane * width;
      const support = models[base]!;
      reserveSymbols(support);
      place(models, pool?.values, base, support);
      stepSymbols(support, draw.size, draw.size + (pool?.size ?? 0), first + lane);
      const symbols = take(models, pool?.values, base, support, status[lane] === 0);
      if (symbols === 1 && status[lane] === 0) status[lane] = over;
      report(metrics, lane, symbols);
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

  function place(
    models: Float64Array,
    pool: Float64Array | undefined,
    base: number,
    support: number,
  ): void {
    const memory = memoryDoubles();
    const shares = sharesAt(support);
    const weights = weightsOf(support);
    for (let i = 0, from = base + 1; i < support; i++, from++) {
      memory[shares + i] = law.probabilities[models[from]!]!;
      memory[sumsAt + i] = models[from + room]!;
      memory[weights + i] = pool === undefined ? 0 : pool[from + room]!;
    }
  }

  /** Takes the new weights over into the pool and, where the lane goes on, into the model. @returns how many symbols are left */
  function take(
    models: Float64Array,
    pool: Float64Array | undefined,
    base: number,
    support: number,
    goesOn: boolean,
  ): number {
    const memory = memoryDoubles();
    const weights = weightsOf(support);
    const symbols = base + 1;
    if (pool !== undefined) for (let i = 0; i < support; i++) pool[symbols + room + i] = memory[weights + i]!;
    if (!goesOn) return support;
    let total = 0;
    let distinct = 0;
    for (let i = 0; i < support; i++) {
      const weight = memory[weights + i]!;
      total += weight;
      // Where nothing is left of a symbol, the next one takes its place.
      models[symbols + distinct] = models[symbols + i]!;
      models[symbols + room + distinct] = total;
      distinct += weight > 0 ? 1 : 0;
    }
    models[base] = distinct;
    for (let i = distinct; i < support; i++) models[symbols + i] = models[symbols + room + i] = 0;
    return distinct;
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
