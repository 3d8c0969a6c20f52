import { packedLength } from "../linalg/lower.ts";
import type { Lanes } from "../random/address.ts";
import type { Family } from "./family.ts";
import { gaussianLaw, gaussianParameters, parseGaussian } from "./gaussian-law.ts";
import { gaussianMetrics } from "./gaussian-metrics.ts";
import { multivariateGaussian } from "./gaussian-multivariate.ts";
import { univariateGaussian } from "./gaussian-univariate.ts";
import { statisticCohort } from "./statistic-cohort.ts";

/** Generations that a pool which grows counts as. */
const typical = 64;

/**
 * The Gaussian with unknown mean and covariance: the family whose spread shrinks to 0 under replacement.
 *
 * @source arXiv:2412.17646, Section 2; arXiv:2410.16713, Section 3; arXiv:2307.01850 (sampling bias)
 */
export const gaussian: Family = {
  title: "Gaussian",
  summary: "mean and covariance estimated from n draws, in any dimension",
  source: "arXiv:2412.17646, Section 2; arXiv:2410.16713, Section 3",
  parameters: gaussianParameters,
  metrics: gaussianMetrics,
  parse: parseGaussian,
  samples: (parameters) => Number(parameters["samples"]),
  // The models of a typical number of generations: a subsampled pool is drawn again from them.
  laneNumbers: ({ dimension: d }) => typical * (Number(d) + packedLength(Number(d))),
  cohort({ cell, first, count }, training) {
    const lanes: Lanes = { key: cell.key, first, count };
    const law = gaussianLaw(cell.parameters);
    const kernel = law.dimension === 1 ? univariateGaussian(law, lanes) : multivariateGaussian(law, lanes);
    return statisticCohort(lanes, kernel, training);
  },
};
