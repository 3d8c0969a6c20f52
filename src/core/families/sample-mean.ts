import { statuses } from "../cohort.ts";
import type { Address, Lanes } from "../random/address.ts";
import { kernel, memoryDoubles } from "../random/kernel.ts";
import { copyColumn, copyLanes, type Tile, tilesOf } from "../random/pairs.ts";
import type { SumsOfPoints } from "../random/point-kernel.ts";
import { sumsOfPoints } from "../random/points.ts";
import { type Fill, singleRoom, singles, singlesIn } from "../random/singles.ts";
import { PastModels } from "./past-models.ts";
import { type StatisticKernel, sizeWith } from "./statistic-kernel.ts";

/** One random number a lane on the way to a sum. */
export interface SumDraw {
  readonly fill: Fill;
  /** What lanes share; the size of the batch where it is left out. */
  readonly shared?: number;
}

/** A law with one parameter, its mean, whose maximum-likelihood estimate is the mean of the sample. */
export interface MeanLaw {
  /** The true mean. */
  readonly mean: number;
  /**
   * How the sum of a batch is drawn from its exact law: each draw on the streams of the next part, of what the one before gave,
   * the first of the means.
   */
  readonly draws: readonly SumDraw[];
  /** Sums of single observations, drawn again. */
  readonly sumsOfPoints: SumsOfPoints;
  /** The parameter by which those go, of this mean; the mean where left out. */
  parameter?(mean: number): number;
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
  const [changed, read] = [
    { width: 1, use: "change" },
    { width: 1, use: "read" },
  ] as const;
  const fitting = tilesOf(count, [changed, read]);
  const measuring = tilesOf(count, [read], { perLane: columns.length, once: 0 });
  // Columns, then all sums, then those of a batch, then what drawing them takes.
  const room = { perLane: columns.length + 2 + singleRoom.perLane, once: singleRoom.once };
  const stepping = tilesOf(count, [changed], room);
  const pooling = tilesOf(count, [changed, changed], room);
  const { parameter = (mean: number) => mean } = law;
  /** Parameters of single observations. */
  const past = new PastModels(count, 1, (out, at, models, lane) => {
    out[at] = parameter(models[lane]!);
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
      law.draws.forEach(({ fill, shared = size }, part) => {
        singles(batch, lanes, { ...at, part: at.part + part }, fill, shared, part === 0 ? models : batch);
      });
    },

    merge({ values }, batch, _draw, weight) {
      fitting([values, batch], ({ places, pairs }) => {
        kernel.meansMerge(places[0]!, places[1]!, pairs, weight);
      });
    },

    fit(models, { size, values }, status) {
      estimate(models, values, size, status);
    },

    fitBatch(models, batch, { size }, status) {
      estimate(models, batch, size, status);
    },

    addScattered(values, sources, points) {
      past.hold(sources);
      sumsOfPoints(values, lanes, points, law.sumsOfPoints, past);
    },

    ...(chosenSums && {
      choose(into, { size, values }, n, at) {
        chosenSums(into, lanes, at, n, size, values);
      },
    }),

    measure(models, metrics) {
      measuring([models], (tile) => {
        measureTile(tile, tile.places[0]!, metrics);
      });
    },

    stepsSeveral: true,

    step(models, pool, sources, status, metrics) {
      const total = sizeWith(pool?.size ?? 0, sources);
      const alone = sources.length === 1 && (sources[0]!.whole.weight ?? 1) === 1;
      let outside = 0;
      (pool ? pooling : stepping)(pool ? [models, pool.values] : [models], (tile) => {
        const { places, pairs, lanes: some } = tile;
        const [means, pooled] = places as [number, number?];
        const all = tile.room + 8 * some * columns.length;
        const sums = all + 8 * some;
        const seen = pooled ?? (alone ? sums : all);
        if (seen === all) memoryDoubles().fill(0, all / 8, sums / 8);
        for (const { whole, models: from, at } of sources) {
          if (from === models) memoryDoubles().copyWithin(sums / 8, means / 8, means / 8 + some);
          else copyLanes(sums, from, tile, 1);
          drawInto(sums, tile, whole.size, at);
          if (seen !== sums) kernel.meansMerge(seen, sums, pairs, whole.weight ?? 1);
        }
        outside |= kernel.meansFit(means, seen, pairs, total, least, most);
        measureTile(tile, means, metrics);
      });
      if (outside !== 0) settle(models, status);
    },
  };

  function drawInto(sums: number, tile: Tile, size: number, at: Address): void {
    for (let part = 0; part < law.draws.length; part++) {
      const { fill, shared = size } = law.draws[part]!;
      singlesIn(tile, sums, sums + 8 * tile.lanes, lanes, part === 0 ? at : { ...at, part }, fill, shared);
    }
  }

  function measureTile(tile: Tile, means: number, metrics: readonly Float64Array[]): void {
    law.measure(tile.room, 8 * tile.lanes, means, tile.pairs, law.mean);
    for (let i = 0; i < columns.length; i++) copyColumn(metrics[columns[i]!]!, tile, i, count);
  }

  function estimate(models: Float64Array, sums: Float64Array, size: number, status: Uint8Array): void {
    let outside = 0;
    fitting([models, sums], ({ places, pairs }) => {
      outside |= kernel.meansFit(places[0]!, places[1]!, pairs, size, least, most);
    });
    if (outside !== 0) settle(models, status);
  }

  function settle(models: Float64Array, status: Uint8Array): void {
    for (let i = 0; i < count; i++) if (models[i]! < least || models[i]! > most) status[i] = beyond;
  }
}
