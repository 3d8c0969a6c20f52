import { kernel, memoryDoubles } from "../random/kernel.ts";
import { copyColumn, tilesOf } from "../random/pairs.ts";
import type { LinearRegressionLaw } from "./linear-regression-law.ts";

type Measure = (models: Float64Array, metrics: readonly Float64Array[]) => void;

/**
 * Measures models whose lanes lie in pairs: coefficients.
 *
 * @source arXiv:2404.01413, Section 3: the excess test error is the squared distance in the norm of the rows' covariance
 */
export function coefficientsMeasure(law: LinearRegressionLaw, count: number): Measure {
  const { dimension: d, signal } = law;
  const scales = scalesOf(law);
  const measuring = tilesOf(count, [{ width: d, use: "read" }], { perLane: 2, once: d });
  return (models, metrics) => {
    const [error, step, norm] = metrics as [Float64Array, Float64Array, Float64Array];
    measuring([models], (tile) => {
      const { room, lanes, places, pairs } = tile;
      const at = room + 16 * lanes;
      memoryDoubles().set(scales, at / 8);
      kernel.coefficientsMeasure(room, 8 * lanes, places[0]!, d, pairs, signal, at);
      copyColumn(error, tile, 0, count);
      copyColumn(norm, tile, 1, count);
    });
    step.fill(Number.NaN);
  };
}

/**
 * Standard deviations of the covariates.
 *
 * @source none: a default
 */
export function scalesOf({ dimension, scales }: LinearRegressionLaw): Float64Array {
  return scales ?? new Float64Array(dimension).fill(1);
}

/**
 * The same for models that lie lane by lane, coefficients at their start.
 *
 * @source arXiv:2404.01413, Section 3
 */
export function measureCoefficients(
  models: Float64Array,
  width: number,
  law: LinearRegressionLaw,
  count: number,
  metrics: readonly Float64Array[],
): void {
  const [error, , norm] = metrics as [Float64Array, Float64Array, Float64Array];
  for (let lane = 0; lane < count; lane++) {
    let squares = 0;
    let wrong = 0;
    for (let j = 0; j < law.dimension; j++) {
      const coefficient = models[lane * width + j]!;
      const distance = j === 0 ? coefficient - law.signal : coefficient;
      const miss = law.scales ? law.scales[j]! * distance : distance;
      squares += coefficient * coefficient;
      wrong += miss * miss;
    }
    error[lane] = wrong;
    norm[lane] = Math.sqrt(squares);
  }
}
