import { NumericalError } from "../errors.ts";
import type { Lanes } from "../random/address.ts";
import { normals } from "../random/samplers.ts";
import { normalsAbout } from "../random/singles.ts";
import type { StatisticKernel } from "./statistic-kernel.ts";

/** What the limit process depends on. */
export interface GaussianProcessLaw {
  /** Observations that count as one batch. */
  readonly samples: number;
  /** Asymptotic variance of the estimator on one batch, in units of the inverse information; >= 1. */
  readonly variance: number;
  readonly dimension: number;
}

/**
 * The limit process where every fit sees its whole pool.
 *
 * An asymptotically linear estimator is the mean of influences. Under the null, the influences of batch g add up to
 * Z = S + N(0, V - 1), where S ~ N(0, 1) is the batch's score; drawn from the model before, whose scaled error is M, S
 * is tilted to N(M, 1) and nothing else changes. So Z ~ N(M, V), and the fit's error is the mean of the Z it sees.
 * Models and statistics have shape [lanes, dimension].
 *
 * @source arXiv:2410.22812 (the recursive law); the influences' law is derived from its covariances
 */
export function gaussianProcessKernel(law: GaussianProcessLaw, lanes: Lanes): StatisticKernel {
  const { samples, variance, dimension } = law;
  return {
    modelWidth: dimension,
    batchWidth: dimension,
    poolWidth: dimension,
    truth: (models) => void models.fill(0),
    draw(batch, models, { size }, at) {
      const sd = Math.sqrt((variance * samples) / size);
      if (dimension === 1) return normalsAbout(batch, lanes, at, sd, models);
      normals(batch, lanes, at, dimension);
      for (let i = 0; i < batch.length; i++) batch[i] = models[i]! + sd * batch[i]!;
    },
    merge({ values }, batch, { size }, weight) {
      for (let i = 0; i < batch.length; i++) values[i] = values[i]! + weight * size * batch[i]!;
    },
    fit(models, { values, size }) {
      for (let i = 0; i < models.length; i++) models[i] = values[i]! / size;
    },
    fitBatch: (models, batch) => models.set(batch),
    addPoints() {
      throw new NumericalError("A batch of the limit process has no single observations to draw.");
    },
    measure: (models, metrics) => measureErrors(law, models, metrics),
  };
}

/**
 * Writes squared error, error and relative squared error.
 *
 * @param models scaled errors, shape [lanes, dimension]
 * @source arXiv:2410.22812 (its ratios are relative to the first generation)
 */
export function measureErrors(
  { variance, dimension }: GaussianProcessLaw,
  models: Float64Array,
  [squared, error, relative]: readonly Float64Array[],
): void {
  for (let lane = 0; lane < squared!.length; lane++) {
    let sum = 0;
    for (let i = lane * dimension; i < (lane + 1) * dimension; i++) sum += models[i]! * models[i]!;
    squared![lane] = sum;
    error![lane] = Math.sqrt(sum);
    relative![lane] = sum / (dimension * variance);
  }
}
