import { statuses } from "../cohort.ts";
import { log } from "../random/math.ts";
import type { Lanes } from "../random/address.ts";
import { chiSquares, logs, normals, normalsAt } from "../random/samplers.ts";
import type { GaussianLaw } from "./gaussian-law.ts";
import { gaussianColumns } from "./gaussian-metrics.ts";
import type { StatisticKernel } from "./statistic-kernel.ts";

const underflow = statuses.indexOf("underflow");
/** Spread below which squares leave the range that a double holds well. */
const leastSpread = 1e-150;

/**
 * The Gaussian on the line: one normal and one chi-square a chain and generation, in columns over lanes.
 *
 * Models are [means | standard deviations]; statistics are [means | scatters], a scatter being the sum of squared
 * deviations from the mean. Mean and scatter of a batch are independent: N(μ, σ²/n) and σ²·χ²(n-1).
 *
 * @source arXiv:2412.17646, Section 2; the law of mean and scatter is Cochran's theorem
 */
export function univariateGaussian(law: GaussianLaw, lanes: Lanes): StatisticKernel {
  const { count } = lanes;
  const { lost, bias } = law;
  const biasRoot = Math.sqrt(bias);
  const first = new Float64Array(count);
  const second = new Float64Array(count);
  let some = new Float64Array(0);
  let columnsOf: readonly Float64Array[] = [];
  let column = gaussianColumns(columnsOf);
  const perTruth = 1 / (law.sd * law.sd);
  const logTruth = 2 * log(law.sd);

  return {
    modelWidth: 2,
    batchWidth: 2,
    poolWidth: 2,

    truth(models) {
      models.fill(law.mean, 0, count);
      models.fill(law.sd, count);
    },

    draw(batch, models, { from, size }, at) {
      normals(first, lanes, at, 1);
      if (size > 1) chiSquares(second, lanes, { ...at, part: at.part + 1 }, 1, size - 1);
      else second.fill(0);
      const factor = from === 0 ? 1 : bias;
      const meanFactor = Math.sqrt(factor / size);
      for (let i = 0; i < count; i++) {
        const spread = models[count + i]!;
        batch[i] = models[i]! + meanFactor * spread * first[i]!;
        batch[count + i] = factor * spread * spread * second[i]!;
      }
    },

    merge({ size, values }, batch, draw, weight) {
      const added = weight * draw.size;
      const share = added / (size + added);
      const between = size * share;
      for (let i = 0; i < count; i++) {
        const shift = batch[i]! - values[i]!;
        values[i]! += share * shift;
        values[count + i]! += weight * batch[count + i]! + between * shift * shift;
      }
    },

    fit(models, { size, values }, status) {
      estimate(models, values, 1 / (size - lost), status);
    },

    fitBatch(models, batch, { size }, status) {
      estimate(models, batch, 1 / (size - lost), status);
    },

    addPoints(pool, before, lane, models, { draw, at, indices, count: n }) {
      if (some.length < n) some = new Float64Array(n);
      normalsAt(some, lanes, lane, at, indices, n, 1);
      let mean = 0;
      for (let k = 0; k < n; k++) mean += some[k]!;
      mean /= n;
      let scatter = 0;
      for (let k = 0; k < n; k++) scatter += (some[k]! - mean) * (some[k]! - mean);
      const spread = models[count + lane]! * (draw.from === 0 ? 1 : biasRoot);
      const share = n / (before + n);
      const shift = models[lane]! + spread * mean - pool[lane]!;
      pool[lane]! += share * shift;
      pool[count + lane]! += spread * spread * scatter + before * share * shift * shift;
    },

    measure(models, metrics, _status) {
      if (metrics !== columnsOf) {
        columnsOf = metrics;
        column = gaussianColumns(metrics);
      }
      const { mean, sd, variance, squared_error_mean, trace_ratio, det_ratio, log_variance } = column;
      const { w2_squared, kl, second_moment } = column;
      // Whole columns are copied where they are equal: cheaper than storing them entry by entry.
      mean.set(models.subarray(0, count));
      sd.set(models.subarray(count));
      logs(log_variance, sd);
      for (let i = 0; i < count; i++) {
        const error = mean[i]! - law.mean;
        const squared = error * error;
        const spread = sd[i]!;
        const lack = spread - law.sd;
        const square = spread * spread;
        const ratio = square * perTruth;
        const relative = squared * perTruth;
        const logSquare = 2 * log_variance[i]!;
        squared_error_mean[i] = squared;
        variance[i] = square;
        trace_ratio[i] = ratio;
        log_variance[i] = logSquare;
        w2_squared[i] = squared + lack * lack;
        second_moment[i] = ratio + relative;
        kl[i] = (relative + ratio - 1 - (logSquare - logTruth)) / 2;
      }
      det_ratio.set(trace_ratio);
    },
  };

  function estimate(models: Float64Array, statistic: Float64Array, factor: number, status: Uint8Array): void {
    for (let i = 0; i < count; i++) {
      if (models[count + i]! < leastSpread) continue;
      const spread = Math.sqrt(factor * statistic[count + i]!);
      models[i] = statistic[i]!;
      models[count + i] = spread;
      if (spread < leastSpread) status[i] = underflow;
    }
  }
}
