import { statuses } from "../cohort.ts";
import type { Address, Lanes } from "../random/address.ts";
import { kernel } from "../random/kernel.ts";
import { copyColumn, tilesOf } from "../random/pairs.ts";
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
  /** Overwrites `out` with sums of n out of `size` observations, chosen uniformly, by all of their sum; present where it says enough. */
  chosenSums?(
    out: Float64Array,
    lanes: Lanes,
    at: Address,
    n: number,
    size: number,
    sums: Float64Array,
  ): void;
  /** What has become of a chain whose mean is not from `least` to `most`, which are the least above 0 and no bound where left out. */
  readonly beyond: "absorbed" | "underflow";
  readonly least?: number;
  readonly most?: number;
  /** Writes the family's metrics of `pairs` of lanes, columns of so many bytes. */
  readonly measure: (out: number, column: number, means: number, pairs: number, truth: number) => void;
  /** The metric, by its place among the family's, that each of those columns is. */
  readonly columns: readonly number[];
}

/**
 * A one-parameter family as one sum a chain and generation: models are means, statistics are sums.
 *
 * @param closed whether the regime never brings back what a degenerate law has lost; otherwise nothing is absorbed
 * @source arXiv:2412.17646, Section 2 (sample means as estimators)
 */
export function sampleMean(law: MeanLaw, lanes: Lanes, closed: boolean): StatisticKernel {
  const { count } = lanes;
  const { chosenSums, columns } = law;
  const bounded = law.beyond !== "absorbed" || closed;
  const least = bounded ? (law.least ?? Number.MIN_VALUE) : Number.NEGATIVE_INFINITY;
  const most = bounded ? (law.most ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY;
  const beyond = statuses.indexOf(law.beyond);
  const fitting = tilesOf(count, [
    { width: 1, use: "change" },
    { width: 1, use: "read" },
  ]);
  const measuring = tilesOf(count, [{ width: 1, use: "read" }], { perLane: columns.length, once: 0 });
  let some = new Float64Array(0);
  const pool = new ObservedPool(count, (values, { size, models, at }) => {
    uniforms(values, lanes, at, size);
    for (let lane = 0; lane < count; lane++)
      observed(values.subarray(lane * size, (lane + 1) * size), size, models[lane]!);
  });

  return {
    paired: true,
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

    ...(chosenSums && {
      choose(into, { size, values }, n, at) {
        chosenSums(into, lanes, at, n, size, values);
      },
    }),

    measure(models, metrics) {
      measuring([models], (tile) => {
        law.measure(tile.room, 8 * tile.lanes, tile.places[0]!, tile.pairs, law.mean);
        for (let i = 0; i < columns.length; i++) copyColumn(metrics[columns[i]!]!, tile, i, count);
      });
    },
  };

  /** Turns uniform numbers into observations. */
  function observed(values: Float64Array, n: number, mean: number): void {
    law.observe(values, n, mean);
    const unit = law.unit?.(mean) ?? 1;
    if (unit !== 1) for (let i = 0; i < n; i++) values[i]! *= unit;
  }

  function estimate(models: Float64Array, sums: Float64Array, size: number, status: Uint8Array): void {
    let outside = 0;
    fitting([models, sums], ({ places, pairs }) => {
      outside |= kernel.meansFit(places[0]!, places[1]!, pairs, size, least, most);
    });
    if (outside === 0) return;
    for (let i = 0; i < count; i++) if (models[i]! < least || models[i]! > most) status[i] = beyond;
  }
}
