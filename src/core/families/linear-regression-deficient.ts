import { statuses } from "../cohort.ts";
import { cholesky } from "../linalg/cholesky.ts";
import {
  addGram,
  packedLength,
  solveLower,
  solveLowerTransposed,
  squaredNormTransposed,
} from "../linalg/lower.ts";
import type { Address, Lanes } from "../random/address.ts";
import { normals } from "../random/samplers.ts";
import { bartlettSampler } from "./bartlett.ts";
import { measureCoefficients } from "./linear-regression-measure.ts";
import type { LinearRegressionLaw } from "./linear-regression-law.ts";
import type { StatisticKernel } from "./statistic-kernel.ts";

/** Batches are drawn at generations from 1 on: the streams of generation 0 are free for what a chain draws once. */
const designAddress: Address = { generation: 0, draw: 0, part: 0 };
const singular = statuses.indexOf("singular");

/**
 * Least squares where every batch relabels the same rows X, drawn once a chain, where these are fewer than coefficients
 * or a penalty is put on the latter.
 *
 * With X'X = T·T' (Bartlett) and k = min(n, d) columns, the estimate from a batch labelled by w is
 * T·(T'T)⁻¹·(T'w + noise·z), z being k standard normals: the minimum-norm solution; with a ridge
 * penalty it is (T·T' + n·ridge·I)⁻¹·T·(T'w + noise·z). Stacked batches share X, so that the fit to a pool is the mean of
 * its batches' estimates; a batch of m·n rows labels X m times.
 *
 * A model is (coefficients, step), `step` being the one-step statistic measured as `step_chi2`.
 *
 * @source arXiv:2404.01413, Section 3 and Theorems 1 and 2
 */
export function deficientDesign(law: LinearRegressionLaw, lanes: Lanes): StatisticKernel {
  const { dimension: d, samples, noise, ridge } = law;
  const { count } = lanes;
  const width = d + 1;
  const triangle = packedLength(d);
  const rank = Math.min(d, samples);
  const design = new Float64Array(count * triangle);
  bartlettSampler(lanes, d, law.scales)(design, designAddress, samples);
  const gramWidth = packedLength(rank);
  const penalised = ridge > 0 ? penalisedRoots() : undefined;
  const roots = penalised ?? innerRoots();
  const gauss = new Float64Array(count * rank);
  const change = new Float64Array(d);
  const labels = new Float64Array(d);

  /** Factors of T'T, needed where T has fewer columns than rows. */
  function innerRoots(): Float64Array {
    const factors = new Float64Array(count * gramWidth);
    for (let lane = 0; lane < count; lane++) {
      const start = lane * gramWidth;
      for (let a = 0; a < rank; a++)
        for (let b = 0; b <= a; b++) {
          let sum = 0;
          for (let i = a; i < d; i++) {
            const row = lane * triangle + packedLength(i);
            sum += design[row + a]! * design[row + b]!;
          }
          factors[start + packedLength(a) + b] = sum;
        }
      cholesky(factors, start, factors, start, rank, 1);
    }
    return factors;
  }

  /** Factors of T·T' + n·ridge·I. */
  function penalisedRoots(): Float64Array {
    const factors = new Float64Array(count * triangle);
    for (let lane = 0; lane < count; lane++) {
      const start = lane * triangle;
      addGram(factors, start, design, start, d, 1);
      for (let j = 0; j < d; j++) factors[start + packedLength(j) + j]! += samples * ridge;
      cholesky(factors, start, factors, start, d, 1);
    }
    return factors;
  }

  /** The penalised estimate from labels T'w + scale·z, of which this lane's z stand at the start of `gauss`. */
  function shrink(
    factors: Float64Array,
    lane: number,
    w: Float64Array,
    wAt: number,
    scale: number,
    out: Float64Array,
    outAt: number,
  ): void {
    const start = lane * triangle;
    for (let a = 0; a < rank; a++) {
      let label = scale * gauss[lane * rank + a]!;
      for (let i = a; i < d; i++) label += design[start + packedLength(i) + a]! * w[wAt + i]!;
      labels[a] = label;
    }
    for (let i = 0; i < d; i++) {
      let sum = 0;
      for (let a = 0; a < rank && a <= i; a++) sum += design[start + packedLength(i) + a]! * labels[a]!;
      out[outAt + i] = sum;
    }
    solveLower(factors, start, out, outAt, d);
    solveLowerTransposed(factors, start, out, outAt, d);
  }

  function settle(models: Float64Array, estimates: Float64Array, size: number, status: Uint8Array): void {
    const batches = size / samples;
    const scale = (batches * batches) / (noise * noise);
    for (let lane = 0; lane < count; lane++) {
      const at = lane * width;
      for (let j = 0; j < d; j++) {
        const coefficient = estimates[lane * d + j]!;
        change[j] = coefficient - models[at + j]!;
        models[at + j] = coefficient;
      }
      models[at + d] = scale * squaredNormTransposed(design, lane * triangle, change, 0, d);
      if (rank < d && !penalised) status[lane] = singular;
    }
  }

  return {
    modelWidth: width,
    batchWidth: d,
    poolWidth: d,

    truth(models) {
      models.fill(0);
      for (let lane = 0; lane < count; lane++) models[lane * width] = law.signal;
    },

    draw(batch, models, { size }, at) {
      normals(gauss, lanes, at, rank);
      const scale = noise / Math.sqrt(size / samples);
      for (let lane = 0; lane < count; lane++) {
        const z = lane * rank;
        const out = lane * d;
        if (penalised) {
          shrink(penalised, lane, models, lane * width, scale, batch, out);
          continue;
        }
        for (let a = 0; a < rank; a++) {
          let label = scale * gauss[z + a]!;
          for (let i = a; i < d; i++)
            label += design[lane * triangle + packedLength(i) + a]! * models[lane * width + i]!;
          gauss[z + a] = label;
        }
        solveLower(roots, lane * gramWidth, gauss, z, rank);
        solveLowerTransposed(roots, lane * gramWidth, gauss, z, rank);
        for (let i = 0; i < d; i++) {
          const row = lane * triangle + packedLength(i);
          let sum = 0;
          for (let a = 0; a < rank && a <= i; a++) sum += design[row + a]! * gauss[z + a]!;
          batch[out + i] = sum;
        }
      }
    },

    merge({ size, values }, batch, draw, weight) {
      const added = weight * draw.size;
      const share = added / (size + added);
      for (let i = 0; i < count * d; i++) values[i]! += share * (batch[i]! - values[i]!);
    },

    fit(models, { size, values }, status) {
      settle(models, values, size, status);
    },

    fitBatch(models, batch, { size }, status) {
      settle(models, batch, size, status);
    },

    measure(models, metrics) {
      measureCoefficients(models, width, law, count, metrics);
      const step = metrics[1]!;
      for (let lane = 0; lane < count; lane++) step[lane] = models[lane * width + d]!;
    },
  };
}
