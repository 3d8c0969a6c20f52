import { statuses } from "../cohort.ts";
import { cholesky } from "../linalg/cholesky.ts";
import { addGram, addLowerTimes, addOuter, multiplyLower, packedLength } from "../linalg/lower.ts";
import type { Lanes } from "../random/address.ts";
import { normals, normalsAt } from "../random/samplers.ts";
import { bartlettSampler } from "./bartlett.ts";
import type { GaussianLaw } from "./gaussian-law.ts";
import { multivariateMeasure } from "./gaussian-measure.ts";
import type { StatisticKernel } from "./statistic-kernel.ts";

const [ok, underflow, singular] = [0, statuses.indexOf("underflow"), statuses.indexOf("singular")];
const leastSpread = 1e-150;

/**
 * The Gaussian in d >= 2 dimensions, each lane's numbers together: a mean (d) and a packed lower triangle.
 *
 * In a model the triangle is the factor F of the covariance F·F'; in a batch it is the factor F·T of the scatter, T
 * being Bartlett's triangle; in a pool it is the scatter itself. So a chain under replacement multiplies triangles
 * and never factors a matrix: its determinant stays exact to rounding however ill-conditioned the covariance gets.
 * With n <= d the covariance has rank n-1 and sampling goes on within it; the status is then `singular`.
 *
 * @source arXiv:2410.16713, Section 3; Bartlett's decomposition of the Wishart law
 */
export function multivariateGaussian(law: GaussianLaw, lanes: Lanes): StatisticKernel {
  const { dimension: d, lost, bias } = law;
  const { count } = lanes;
  const triangle = packedLength(d);
  const width = d + triangle;
  const gauss = new Float64Array(count * d);
  const bartlett = new Float64Array(count * triangle);
  const scatters = bartlettSampler(lanes, d);
  const shift = new Float64Array(d);
  const measure = multivariateMeasure(law, count);

  /** Settles the lane's status; a lane that has underflowed is final. */
  function judge(models: Float64Array, lane: number, status: Uint8Array): void {
    let verdict = ok;
    for (let j = 0; j < d; j++) {
      const diagonal = models[lane * width + d + packedLength(j + 1) - 1]!;
      if (diagonal === 0) verdict = verdict === ok ? singular : verdict;
      else if (diagonal < leastSpread) verdict = underflow;
    }
    status[lane] = verdict;
  }

  return {
    modelWidth: width,
    batchWidth: width,
    poolWidth: width,

    truth(models) {
      models.fill(0);
      for (let lane = 0; lane < count; lane++) {
        const at = lane * width;
        models.fill(law.mean, at, at + d);
        for (let j = 1; j <= d; j++) models[at + d + packedLength(j) - 1] = law.sd;
      }
    },

    draw(batch, models, { from, size }, address) {
      normals(gauss, lanes, address, d);
      scatters(bartlett, { ...address, part: address.part + 1 }, size - 1);
      const factor = Math.sqrt(from === 0 ? 1 : bias);
      for (let lane = 0; lane < count; lane++) {
        const at = lane * width;
        for (let i = 0; i < d; i++) batch[at + i] = models[at + i]!;
        addLowerTimes(batch, at, models, at + d, gauss, lane * d, d, factor / Math.sqrt(size));
        multiplyLower(batch, at + d, models, at + d, bartlett, lane * triangle, d, factor);
      }
    },

    merge({ size, values }, batch, draw, weight) {
      const added = weight * draw.size;
      const share = added / (size + added);
      for (let lane = 0; lane < count; lane++) {
        const at = lane * width;
        addGram(values, at + d, batch, at + d, d, weight);
        for (let j = 0; j < d; j++) {
          const difference = batch[at + j]! - values[at + j]!;
          shift[j] = difference;
          values[at + j]! += share * difference;
        }
        addOuter(values, at + d, shift, 0, d, size * share);
      }
    },

    fit(models, { size, values }, status) {
      for (let lane = 0; lane < count; lane++) {
        if (status[lane] === underflow) continue;
        const at = lane * width;
        for (let j = 0; j < d; j++) models[at + j] = values[at + j]!;
        cholesky(models, at + d, values, at + d, d, 1 / (size - lost));
        judge(models, lane, status);
      }
    },

    fitBatch(models, batch, { size }, status) {
      const scale = Math.sqrt(1 / (size - lost));
      for (let lane = 0; lane < count; lane++) {
        if (status[lane] === underflow) continue;
        const at = lane * width;
        for (let j = 0; j < d; j++) models[at + j] = batch[at + j]!;
        for (let j = d; j < width; j++) models[at + j] = scale * batch[at + j]!;
        judge(models, lane, status);
      }
    },

    addPoints(pool, before, lane, models, { draw, at, indices, count: n }) {
      const points = new Float64Array(n * d);
      const coordinates = new Float64Array(n * d);
      normalsAt(coordinates, lanes, lane, at, indices, n, d);
      const factor = Math.sqrt(draw.from === 0 ? 1 : bias);
      const model = lane * width;
      // Deviations from the model's mean: their own mean and scatter lose no digits to a far-off centre.
      const centre = new Float64Array(d);
      for (let k = 0; k < n; k++) {
        addLowerTimes(points, k * d, models, model + d, coordinates, k * d, d, factor);
        for (let j = 0; j < d; j++) centre[j]! += points[k * d + j]! / n;
      }
      for (let k = 0; k < n; k++) {
        for (let j = 0; j < d; j++) points[k * d + j]! -= centre[j]!;
        addOuter(pool, model + d, points, k * d, d, 1);
      }
      const share = n / (before + n);
      for (let j = 0; j < d; j++) {
        const difference = models[model + j]! + centre[j]! - pool[model + j]!;
        shift[j] = difference;
        pool[model + j]! += share * difference;
      }
      addOuter(pool, model + d, shift, 0, d, before * share);
    },

    measure,
  };
}
