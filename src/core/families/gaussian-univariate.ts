import { statuses } from "../cohort.ts";
import type { Lanes } from "../random/address.ts";
import { kernel, memoryDoubles } from "../random/kernel.ts";
import { log } from "../random/math.ts";
import { copyColumn, copyLanes, type Paired, placeOf, type Tile, tilesOf } from "../random/pairs.ts";
import { scatterOfPoints } from "../random/points.ts";
import { recordRoom, records } from "../random/records.ts";
import type { GaussianLaw } from "./gaussian-law.ts";
import { gaussianColumn } from "./gaussian-metrics.ts";
import { PastModels } from "./past-models.ts";
import { type StatisticKernel, sizeWith } from "./statistic-kernel.ts";

const underflow = statuses.indexOf("underflow");
/** Spread below which squares leave the range that a double holds well. */
const leastSpread = 1e-150;
const width = 2;
const part = (use: Paired["use"]): Paired => ({ width, use });
/** The columns that the module measures, in its order. */
const measured = (
  [
    "mean",
    "sd",
    "squared_error_mean",
    "variance",
    "trace_ratio",
    "log_variance",
    "w2_squared",
    "kl",
    "second_moment",
  ] as const
).map(gaussianColumn);
/** On the line a determinant is a trace. */
const [detRatio, ratioPlace] = [gaussianColumn("det_ratio"), measured.indexOf(gaussianColumn("trace_ratio"))];
const [aboveThreshold, spreadColumn] = [gaussianColumn("above_threshold"), gaussianColumn("sd")];

/**
 * The Gaussian on the line: one normal and one chi-square number a chain and generation, made of one random block.
 *
 * Models are (mean, standard deviation), statistics (mean, scatter), in pairs of lanes; a scatter is the sum of squared
 * deviations from the mean. Mean and scatter of a batch are independent: N(μ, σ²/n) and σ²·χ²(n-1).
 *
 * @source arXiv:2412.17646, Section 2; the law of mean and scatter is Cochran's theorem
 */
export function univariateGaussian(law: GaussianLaw, lanes: Lanes): StatisticKernel {
  const { count } = lanes;
  const { lost, bias } = law;
  const biasRoot = Math.sqrt(bias);
  const [perTruth, offset] = [1 / (law.sd * law.sd), 1 - 2 * log(law.sd)];
  const width = 2;
  /** Means and standard deviations of single observations. */
  const past = new PastModels(count, width, (out, at, models, lane, from) => {
    out[at] = models[placeOf(lane, width, 0)]!;
    out[at + 1] = (from === 0 ? 1 : biasRoot) * models[placeOf(lane, width, 1)]!;
  });

  const drawing = tilesOf(count, [part("write"), part("read")], recordRoom(width));
  const merging = tilesOf(count, [part("change"), part("read")]);
  const measuring = tilesOf(count, [part("read")], { perLane: measured.length, once: 0 });
  // Columns, then all that a fit sees, a batch, the models that it is from, and records.
  const behind = recordRoom(width);
  const room = { perLane: measured.length + 3 * width + behind.perLane, once: behind.once };
  const stepping = tilesOf(count, [part("change")], room);
  const pooling = tilesOf(count, [part("change"), part("change")], room);

  function estimate(models: Float64Array, statistic: Float64Array, factor: number, status: Uint8Array): void {
    let small = 0;
    merging([models, statistic], ({ places, pairs }) => {
      small |= kernel.univariateFit(places[0]!, places[1]!, pairs, factor, leastSpread);
    });
    if (small !== 0) settle(models, status);
  }

  function settle(models: Float64Array, status: Uint8Array): void {
    for (let lane = 0; lane < count; lane++)
      if (models[placeOf(lane, width, 1)]! < leastSpread) status[lane] = underflow;
  }

  function measureTile(tile: Tile, models: number, metrics: readonly Float64Array[]): void {
    const { room: columns, pairs, lanes: some } = tile;
    kernel.univariateMeasure(columns, 8 * some, models, pairs, law.mean, law.sd, perTruth, offset);
    for (let i = 0; i < measured.length; i++) copyColumn(metrics[measured[i]!]!, tile, i, count);
    copyColumn(metrics[detRatio]!, tile, ratioPlace, count);
  }

  function compareSpreads(metrics: readonly Float64Array[]): void {
    const { threshold } = law;
    const above = metrics[aboveThreshold]!;
    if (threshold === undefined) above.fill(Number.NaN);
    else {
      const spread = metrics[spreadColumn]!;
      for (let lane = 0; lane < count; lane++) above[lane] = Number(spread[lane]! > threshold);
    }
  }

  return {
    paired: true,
    modelWidth: width,
    batchWidth: width,
    poolWidth: width,

    truth(models) {
      for (let i = 0; i < models.length; i++) models[i] = (i & 2) === 0 ? law.mean : law.sd;
    },

    draw(batch, models, { from, size }, at) {
      const factor = from === 0 ? 1 : bias;
      const freedoms = [0, size - 1];
      drawing([batch, models], (tile) => {
        const drawn = records(tile, lanes, at, freedoms);
        const [out, from] = tile.places as [number, number];
        kernel.univariateBatch(out, from, drawn, tile.pairs, Math.sqrt(factor / size), size > 1 ? factor : 0);
      });
    },

    merge({ size, values }, batch, draw, weight) {
      const added = weight * draw.size;
      const share = added / (size + added);
      merging([values, batch], ({ places, pairs }) => {
        kernel.univariateMerge(places[0]!, places[1]!, pairs, share, weight, size * share);
      });
    },

    fit(models, { size, values }, status) {
      estimate(models, values, 1 / (size - lost), status);
    },

    fitBatch(models, batch, { size }, status) {
      estimate(models, batch, 1 / (size - lost), status);
    },

    addScattered(pool, sources, points) {
      past.hold(sources);
      scatterOfPoints(lanes, points, past, (lane, mean, scatter) => {
        pool[placeOf(lane, width, 0)] = mean;
        pool[placeOf(lane, width, 1)] = scatter;
      });
    },

    measure(models, metrics, _status) {
      measuring([models], (tile) => {
        measureTile(tile, tile.places[0]!, metrics);
      });
      compareSpreads(metrics);
    },

    stepsSeveral: true,

    step(models, pool, sources, status, metrics) {
      const alone = sources.length === 1 && (sources[0]!.whole.weight ?? 1) === 1;
      const scale = 1 / (sizeWith(pool?.size ?? 0, sources) - lost);
      let small = 0;
      (pool ? pooling : stepping)(pool ? [models, pool.values] : [models], (tile) => {
        const { places, pairs, lanes: some } = tile;
        const [model, pooled] = places as [number, number?];
        const bytes = 8 * some * width;
        const all = tile.room + 8 * some * measured.length;
        const batch = all + bytes;
        const seen = pooled ?? (alone ? batch : all);
        if (seen === all) memoryDoubles().fill(0, all / 8, batch / 8);
        let before = pool?.size ?? 0;
        for (const { whole, models: origin, at } of sources) {
          const { from, size, weight = 1 } = whole;
          const own = origin === models ? model : batch + bytes;
          if (own !== model) copyLanes(own, origin, tile, width);
          const factor = from === 0 ? 1 : bias;
          const drawn = records(tile, lanes, at, [0, size - 1], batch + 2 * bytes);
          const stretch = size > 1 ? factor : 0;
          kernel.univariateBatch(batch, own, drawn, pairs, Math.sqrt(factor / size), stretch);
          if (seen === batch) continue;
          const added = weight * size;
          const share = added / (before + added);
          kernel.univariateMerge(seen, batch, pairs, share, weight, before * share);
          before += added;
        }
        small |= kernel.univariateFit(model, seen, pairs, scale, leastSpread);
        measureTile(tile, model, metrics);
      });
      if (small !== 0) settle(models, status);
      compareSpreads(metrics);
    },
  };
}
