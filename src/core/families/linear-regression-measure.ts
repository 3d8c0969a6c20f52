import type { LinearRegressionLaw } from "./linear-regression-law.ts";

/**
 * Writes test error and norm of coefficients that lie lane by lane at the start of each model; the step is NaN.
 *
 * @source arXiv:2404.01413, Section 3: the excess test error is the squared distance in the norm of the rows' covariance
 */
export function measureCoefficients(
  models: Float64Array,
  width: number,
  law: LinearRegressionLaw,
  count: number,
  metrics: readonly Float64Array[],
): void {
  const [error, step, norm] = metrics as [Float64Array, Float64Array, Float64Array];
  step.fill(Number.NaN);
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
