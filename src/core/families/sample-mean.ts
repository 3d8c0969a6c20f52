import { statuses } from "../cohort.ts";
import type { Address, Lanes } from "../random/address.ts";
import { uniforms, uniformsAt } from "../random/samplers.ts";
import { ObservedPool } from "./observed-pool.ts";
import type { StatisticKernel } from "./statistic-kernel.ts";

/** A law with one parameter, its mean, whose maximum-likelihood estimate is the mean of the sample. */
export interface MeanLaw {
  /** The true mean. */
  readonly mean: number;
  /** Overwrites `out[i]` with the sum of `size` observations of mean `means[i]`, from its exact law. */
  sums(out: Float64Array, lanes: Lanes, at: Address, size: number, means: Float64Array): void;
  /** Replaces the first `count` uniform numbers by the observations of this mean that they stand for, over `unit(mean)`. */
  observe(uniforms: Float64Array, count: number, mean: number): void;
  /** 1 where it is left out. */
  unit?(mean: number): number;
  /** Sum of the observations at these places, ascending, of a pool with this sum; present where the sum says it all. */
  sumAt?(sum: number, chosen: Uint32Array): number;
  /** Index into {@link statuses} of a chain at this mean. */
  status(mean: number): number;
  /** Writes the family's metrics, in its order, one entry a lane. */
  measure(means: Float64Array, metrics: readonly Float64Array[]): void;
}

const absorbed = statuses.indexOf("absorbed");

/**
 * A one-parameter family as one sum a chain and generation: models are means, statistics are sums.
 *
 * @param closed whether the regime never brings back what a degenerate law has lost; otherwise nothing is absorbed
 * @source arXiv:2412.17646, Section 2 (sample means as estimators)
 */
export function sampleMean(law: MeanLaw, lanes: Lanes, closed: boolean): StatisticKernel {
  const { count } = lanes;
  const { sumAt } = law;
  let some = new Float64Array(0);
  const pool = new ObservedPool(count, (values, { size, models, at }) => {
    uniforms(values, lanes, at, size);
    for (let lane = 0; lane < count; lane++)
      observed(values.subarray(lane * size, (lane + 1) * size), size, models[lane]!);
  });

  return {
    modelWidth: 1,
    batchWidth: 1,
    poolWidth: 1,

    truth(models) {
      models.fill(law.mean);
    },

    draw(batch, models, { size }, at) {
      law.sums(batch, lanes, at, size, models);
    },

    merge({ values }, batch, _draw, weight) {
      for (let i = 0; i < count; i++) values[i]! += weight * batch[i]!;
    },

    fit(models, { size, values }, status) {
      estimate(models, values, size, status);
    },

    fitBatch(models, batch, { size }, status) {
      estimate(models, batch, size, status);
    },

    addPoints(values, _before, lane, models, { at, indices, count: n }) {
      if (some.length < n) some = new Float64Array(n);
      uniformsAt(some, lanes, lane, at, indices, n, 1);
      observed(some, n, models[lane]!);
      for (let i = 0; i < n; i++) values[lane]! += some[i]!;
    },

    hold: (sources) => pool.hold(sources),

    addHeld(values, lane, chosen) {
      values[lane]! += pool.sumAt(lane, chosen);
    },

    ...(sumAt && {
      choose(into, lane, from, chosen) {
        into[lane] = sumAt(from[lane]!, chosen);
      },
    }),

    measure(models, metrics) {
      law.measure(models, metrics);
    },
  };

  /** Turns uniform numbers into observations. */
  function observed(values: Float64Array, n: number, mean: number): void {
    law.observe(values, n, mean);
    const unit = law.unit?.(mean) ?? 1;
    if (unit !== 1) for (let i = 0; i < n; i++) values[i]! *= unit;
  }

  function estimate(models: Float64Array, sums: Float64Array, size: number, status: Uint8Array): void {
    for (let i = 0; i < count; i++) {
      if (status[i] !== 0) continue;
      const mean = sums[i]! / size;
      models[i] = mean;
      const found = law.status(mean);
      status[i] = found === absorbed && !closed ? 0 : found;
    }
  }
}
