import { statuses } from "../cohort.ts";
import type { Lanes } from "../random/address.ts";
import { folded, foldedNormals } from "../random/folded.ts";
import { exp } from "../random/math.ts";
import { normalsAt } from "../random/samplers.ts";
import type { MixtureLaw } from "./gaussian-mixture-law.ts";
import { measureMixtures } from "./gaussian-mixture-measure.ts";
import type { StatisticKernel } from "./statistic-kernel.ts";

const [ok, underflow] = [0, statuses.indexOf("underflow")];
/** Spread below which squares leave the range that a double holds well. */
const leastSd = 1e-150;
/** η and the largest a of the paper's Algorithm 1. */
const eta = 2;
const largestFactor = 50;

/**
 * The symmetric mixture, halves at ±μ with one sd, fitted approximately: from mean |y| and mean y² of the data, which
 * are all that is kept of them, as the mean of |y| and the scatter about it. While μ + σz does not cross 0 its distance
 * from μ is σz itself, so that a spread far below the rounding of μ goes on shrinking as it should.
 *
 * @source arXiv:2412.17646, Algorithm 1 and Theorem 4; a running scatter: Chan, Golub, LeVeque (1979)
 */
export function approximateMixture(law: MixtureLaw, lanes: Lanes): StatisticKernel {
  const { count } = lanes;
  const width = 6;
  const laws = new Float64Array(2 * count);
  let some = new Float64Array(0);

  /** Joins a batch of `weight` with its mean and scatter to a pool of `size`. */
  function join(
    values: Float64Array,
    at: number,
    size: number,
    weight: number,
    mean: number,
    scatter: number,
  ): void {
    const gap = mean - values[at]!;
    const share = weight / (size + weight);
    values[at]! += share * gap;
    values[at + 1]! += scatter + size * share * gap * gap;
  }

  function settle(models: Float64Array, statistics: Float64Array, size: number, status: Uint8Array): void {
    const kappa = kappaOf(size);
    for (let lane = 0; lane < count; lane++) {
      if (status[lane] !== ok) continue;
      const [folded, variance] = [statistics[2 * lane]!, statistics[2 * lane + 1]! / size];
      const sd = Math.sqrt(varianceOf(folded, variance, kappa));
      const mean = Math.sqrt(Math.max(0, folded * folded + variance - sd * sd));
      models.set([0.5, 0.5, -mean, mean, sd, sd], lane * width);
      if (!(sd > leastSd)) status[lane] = underflow;
    }
  }

  return {
    modelWidth: width,
    batchWidth: 2,
    poolWidth: 2,

    truth(models) {
      for (let lane = 0; lane < count; lane++) models.set(law.truth, lane * width);
    },

    draw(batch, models, { size }, at) {
      for (let lane = 0; lane < count; lane++) {
        laws[2 * lane] = models[lane * width + 3]!;
        laws[2 * lane + 1] = models[lane * width + 5]!;
      }
      foldedNormals(batch, lanes, { ...at, part: 1 }, size, laws);
    },

    merge({ size, values }, batch, draw, weight) {
      for (let at = 0; at < 2 * count; at += 2)
        join(values, at, size, weight * draw.size, batch[at]!, weight * batch[at + 1]!);
    },

    fit(models, { size, values }, status) {
      settle(models, values, size, status);
    },

    fitBatch(models, batch, { size }, status) {
      settle(models, batch, size, status);
    },

    addPoints(pool, before, lane, models, { at, indices, count: n }) {
      if (some.length < n) some = new Float64Array(n);
      normalsAt(some, lanes, lane, { ...at, part: 1 }, indices, n, 1);
      const [mean, scatter] = folded(some, n, models[lane * width + 3]!, models[lane * width + 5]!);
      join(pool, 2 * lane, before, n, mean, scatter);
    },

    measure(models, metrics) {
      measureMixtures(models, law, metrics);
    },
  };
}

/**
 * The correction κ of Algorithm 1.
 *
 * @param n observations, above 1
 * @source arXiv:2412.17646, Algorithm 1
 */
function kappaOf(n: number): number {
  return exp(((eta - 1) * ((n - 1) / 2 + 4 * eta)) / (eta * (n - 1) * (n + 4 * eta - 1))) - 1;
}

/**
 * σ² of Algorithm 1.
 *
 * @param mean m, mean |y|
 * @param variance v = q - m², q being mean y²
 */
function varianceOf(mean: number, variance: number, kappa: number): number {
  const square = mean * mean + variance;
  // q - (1 + κ)m², without cancellation.
  const excess = variance - kappa * mean * mean;
  const a = excess <= 0 ? largestFactor : (2 * (1 + kappa) * square) / excess;
  // q <= 2a/(a-2)·m², both sides times a-2, which is above 0.
  if ((a - 2) * square > 2 * a * mean * mean) return square;
  return (a * square * variance) / (a * mean * mean + 2 * square);
}
