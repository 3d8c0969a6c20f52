import { jacobi } from "../linalg/jacobi.ts";
import { packedLength } from "../linalg/lower.ts";
import { log } from "../random/math.ts";
import { logs } from "../random/samplers.ts";
import type { GaussianLaw } from "./gaussian-law.ts";
import { gaussianColumns } from "./gaussian-metrics.ts";

/** Above this dimension the eigenvalues of every covariance would cost more than the chain itself. */
const mostEigen = 16;

type Measure = (models: Float64Array, metrics: readonly Float64Array[], status: Uint8Array) => void;

/**
 * Metrics of models laid out as a mean (d) and a packed factor of the covariance, lane by lane.
 *
 * A singular covariance has determinant 0, no log determinant and no divergence from the truth: NaN.
 *
 * @source arXiv:2410.16713, Section 3; arXiv:2307.01850 (Wasserstein distance between Gaussians)
 */
export function multivariateMeasure(law: GaussianLaw, count: number): Measure {
  const { dimension: d } = law;
  const width = d + packedLength(d);
  const diagonals = new Float64Array(count * d);
  const logarithms = new Float64Array(count * d);
  const truth = law.sd * law.sd;
  const logTruth = 2 * log(law.sd);
  const covariance = new Float64Array(d <= mostEigen ? d * d : 0);

  return (models, metrics) => {
    const column = gaussianColumns(metrics);
    for (let lane = 0; lane < count; lane++)
      for (let j = 0; j < d; j++)
        diagonals[lane * d + j] = models[lane * width + d + packedLength(j + 1) - 1]!;
    logs(logarithms, diagonals);
    for (let lane = 0; lane < count; lane++) {
      const at = lane * width;
      let squared = 0;
      for (let j = 0; j < d; j++) squared += (models[at + j]! - law.mean) * (models[at + j]! - law.mean);
      let trace = 0;
      for (let j = d; j < width; j++) trace += models[at + j]! * models[at + j]!;
      let rootRatio = 1;
      let logDeterminant = 0;
      let regular = true;
      for (let j = 0; j < d; j++) {
        const diagonal = diagonals[lane * d + j]!;
        if (diagonal === 0) regular = false;
        rootRatio *= diagonal / law.sd;
        logDeterminant += 2 * logarithms[lane * d + j]!;
      }
      column.mean[lane] = models[at]!;
      column.sd[lane] = Number.NaN;
      column.variance[lane] = trace / d;
      column.squared_error_mean[lane] = squared;
      column.trace_ratio[lane] = trace / (d * truth);
      column.det_ratio[lane] = rootRatio * rootRatio;
      column.log_variance[lane] = regular ? logDeterminant / d : Number.NaN;
      column.kl[lane] = regular
        ? ((squared + trace) / truth - d - (logDeterminant - d * logTruth)) / 2
        : Number.NaN;
      column.second_moment[lane] = (trace + squared) / (d * truth);
      column.w2_squared[lane] =
        d <= mostEigen ? squared + trace + d * truth - 2 * law.sd * traceOfRoot(models, at + d) : Number.NaN;
    }
  };

  /** The trace of (F·F')^(1/2). */
  function traceOfRoot(factors: Float64Array, at: number): number {
    let trace = 0;
    for (let i = 0; i < d; i++) {
      const rowI = at + packedLength(i);
      for (let j = 0; j <= i; j++) {
        const rowJ = at + packedLength(j);
        let sum = 0;
        for (let k = 0; k <= j; k++) sum += factors[rowI + k]! * factors[rowJ + k]!;
        covariance[i * d + j] = covariance[j * d + i] = sum;
      }
    }
    jacobi(covariance, d);
    for (let j = 0; j < d; j++) trace += Math.sqrt(Math.max(0, covariance[j * d + j]!));
    return trace;
  }
}
