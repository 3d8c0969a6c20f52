import { statuses } from "../cohort.ts";
import { cholesky } from "../linalg/cholesky.ts";
import { addGram, addOuter, packedLength, solveLower, solveLowerTransposed } from "../linalg/lower.ts";
import { solveMinimumNorm } from "../linalg/pseudo-inverse.ts";
import type { Address, Lanes } from "../random/address.ts";
import { normals, normalsAt } from "../random/samplers.ts";
import { bartlettSampler } from "./bartlett.ts";
import type { LinearRegressionLaw } from "./linear-regression-law.ts";
import { measureCoefficients } from "./linear-regression-measure.ts";
import type { StatisticKernel } from "./statistic-kernel.ts";

const designAddress: Address = { generation: 0, draw: 0, part: 0 };
/** A fixed design of up to so many numbers (16 MiB) is kept at hand; a larger one is drawn again where it is looked at. */
const mostKept = 2 ** 21;
const [ok, singular] = [0, statuses.indexOf("singular")];

/**
 * Least squares through the normal equations: a statistic is (X'X packed, X'y), lane by lane.
 *
 * Whole batches of new rows follow their exact law: X'X = T·T' (Bartlett) and X'y = X'X·w + noise·T·z. Single rows
 * are real rows, (x, x·w + noise·e); under a fixed design row i of every batch has the same x. Where the rows do not
 * fix the coefficients, the solution of least norm is taken and the status is `singular`; with a ridge penalty they
 * always do.
 *
 * @source arXiv:2404.01413, Section 3; arXiv:2410.16713 (subsampled rows)
 */
export function gramRegression(law: LinearRegressionLaw, lanes: Lanes): StatisticKernel {
  const { dimension: d, noise, samples, ridge, scales } = law;
  const { count } = lanes;
  const triangle = packedLength(d);
  const width = triangle + d;
  const triangles = new Float64Array(count * triangle);
  const designs = bartlettSampler(lanes, d, scales);
  const gauss = new Float64Array(count * d);
  const factor = new Float64Array(triangle);
  let rows = new Float64Array(0);
  let errors = new Float64Array(0);
  let places = new Uint32Array(0);
  const small = count * samples * d <= mostKept;
  let design: Float64Array | undefined;

  /** The rows that a fixed design has at these places, the same in every batch. */
  function designRows(lane: number, indices: Uint32Array, n: number): void {
    if (small) {
      if (!design) {
        design = new Float64Array(count * samples * d);
        normals(design, lanes, designAddress, samples * d);
      }
      for (let k = 0; k < n; k++) {
        const from = (lane * samples + (indices[k]! % samples)) * d;
        for (let j = 0; j < d; j++) rows[k * d + j] = design[from + j]!;
      }
      return;
    }
    for (let k = 0; k < n; k++) places[k] = indices[k]! % samples;
    normalsAt(rows, lanes, lane, designAddress, places, n, d);
  }

  return {
    modelWidth: d,
    batchWidth: width,
    poolWidth: width,

    truth(models) {
      models.fill(0);
      for (let lane = 0; lane < count; lane++) models[lane * d] = law.signal;
    },

    draw(batch, models, { size }, at) {
      normals(gauss, lanes, at, d);
      designs(triangles, { ...at, part: at.part + 1 }, size);
      batch.fill(0);
      for (let lane = 0; lane < count; lane++) {
        const start = lane * width;
        const root = lane * triangle;
        addGram(batch, start, triangles, root, d, 1);
        for (let i = 0; i < d; i++) {
          // Row i of T times (T'w + noise·z).
          let sum = 0;
          for (let j = 0; j <= i; j++)
            sum += triangles[root + packedLength(i) + j]! * noise * gauss[lane * d + j]!;
          for (let j = 0; j < d; j++) {
            const entry = i >= j ? packedLength(i) + j : packedLength(j) + i;
            sum += batch[start + entry]! * models[lane * d + j]!;
          }
          batch[start + triangle + i] = sum;
        }
      }
    },

    merge({ values }, batch, _draw, weight) {
      for (let i = 0; i < count * width; i++) values[i]! += weight * batch[i]!;
    },

    fit(models, { size, values }, status) {
      for (let lane = 0; lane < count; lane++) {
        const start = lane * width;
        const at = lane * d;
        for (let j = 0; j < d; j++) models[at + j] = values[start + triangle + j]!;
        if (ridge > 0) {
          for (let j = 0; j < triangle; j++) factor[j] = values[start + j]!;
          for (let j = 0; j < d; j++) factor[packedLength(j) + j]! += size * ridge;
        }
        const rank =
          ridge > 0 ? cholesky(factor, 0, factor, 0, d, 1) : cholesky(factor, 0, values, start, d, 1);
        status[lane] = rank === d ? ok : singular;
        if (rank === d) {
          solveLower(factor, 0, models, at, d);
          solveLowerTransposed(factor, 0, models, at, d);
        } else solveMinimumNorm(values, start, models, at, d);
      }
    },

    addPoints(pool, _before, lane, models, { at, indices, count: n }) {
      if (errors.length < n) {
        rows = new Float64Array(n * d);
        errors = new Float64Array(n);
        places = new Uint32Array(n);
      }
      if (law.fixed) designRows(lane, indices, n);
      else normalsAt(rows, lanes, lane, at, indices, n, d);
      if (scales) for (let i = 0; i < n * d; i++) rows[i]! *= scales[i % d]!;
      normalsAt(errors, lanes, lane, { ...at, part: at.part + 1 }, indices, n, 1);
      const start = lane * width;
      for (let k = 0; k < n; k++) {
        let label = noise * errors[k]!;
        for (let j = 0; j < d; j++) label += rows[k * d + j]! * models[lane * d + j]!;
        addOuter(pool, start, rows, k * d, d, 1);
        for (let j = 0; j < d; j++) pool[start + triangle + j]! += label * rows[k * d + j]!;
      }
    },

    measure(models, metrics) {
      measureCoefficients(models, d, law, count, metrics);
    },
  };
}
