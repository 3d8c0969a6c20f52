import { jacobi } from "../linalg/jacobi.ts";
import { packedLength } from "../linalg/lower.ts";
import { kernel } from "../random/kernel.ts";
import { log } from "../random/math.ts";
import { copyColumn, placeOf, tilesOf } from "../random/pairs.ts";
import type { GaussianLaw } from "./gaussian-law.ts";
import { gaussianColumn, gaussianColumns } from "./gaussian-metrics.ts";

/** Above this dimension the eigenvalues of every covariance would cost more than the chain itself. */
const mostEigen = 16;
/** Up to this one the module finds what they add up to without them. */
const mostClosed = 3;

/** The columns that the module measures, in its order. */
const measured = (
  [
    "mean",
    "squared_error_mean",
    "variance",
    "trace_ratio",
    "det_ratio",
    "log_variance",
    "kl",
    "second_moment",
    "w2_squared",
  ] as const
).map(gaussianColumn);

type Measure = (models: Float64Array, metrics: readonly Float64Array[], status: Uint8Array) => void;

/**
 * Metrics of models laid out as a mean (d) and a packed factor of the covariance, lanes in pairs.
 *
 * A singular covariance has determinant 0, no log determinant and no divergence from the truth: NaN.
 *
 * @source arXiv:2410.16713, Section 3; arXiv:2307.01850 (Wasserstein distance between Gaussians)
 */
export function multivariateMeasure(law: GaussianLaw, count: number): Measure {
  const { dimension: d } = law;
  const width = d + packedLength(d);
  const logTruth = 2 * log(law.sd);
  const given = d <= mostClosed ? measured : measured.slice(0, -1);
  const measuring = tilesOf(count, [{ width, use: "read" }], { perLane: measured.length, once: 0 });
  const covariance = new Float64Array(d <= mostEigen ? d * d : 0);

  return (models, metrics) => {
    const column = gaussianColumns(metrics);
    measuring([models], (tile) => {
      const { room, lanes, places, pairs } = tile;
      kernel.multivariateMeasure(room, 8 * lanes, places[0]!, d, pairs, law.mean, law.sd, logTruth);
      given.forEach((metric, i) => copyColumn(metrics[metric]!, tile, i, count));
    });
    column.sd.fill(Number.NaN);
    column.above_threshold.fill(Number.NaN);
    if (d > mostEigen) column.w2_squared.fill(Number.NaN);
    else if (d > mostClosed) measureDistance(models, column);
  };

  function measureDistance(models: Float64Array, column: ReturnType<typeof gaussianColumns>): void {
    const truth = d * law.sd * law.sd;
    for (let lane = 0; lane < count; lane++) {
      const trace = d * column.variance[lane]!;
      const both = column.squared_error_mean[lane]! + trace;
      column.w2_squared[lane] = both + truth - 2 * law.sd * traceOfRoot(models, lane);
    }
  }

  /** The trace of (F·F')^(1/2). */
  function traceOfRoot(factors: Float64Array, lane: number): number {
    const entry = (i: number, j: number): number => factors[placeOf(lane, width, d + packedLength(i) + j)]!;
    let trace = 0;
    for (let i = 0; i < d; i++)
      for (let j = 0; j <= i; j++) {
        let sum = 0;
        for (let k = 0; k <= j; k++) sum += entry(i, k) * entry(j, k);
        covariance[i * d + j] = covariance[j * d + i] = sum;
      }
    jacobi(covariance, d);
    for (let j = 0; j < d; j++) trace += Math.sqrt(Math.max(0, covariance[j * d + j]!));
    return trace;
  }
}
