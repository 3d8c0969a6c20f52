import type { Lanes } from "../random/address.ts";
import type { Family } from "./family.ts";
import { approximateMixture } from "./gaussian-mixture-approximate.ts";
import { jointMixture } from "./gaussian-mixture-joint.ts";
import { mixtureLaw, mixtureParameters, parseMixture } from "./gaussian-mixture-law.ts";
import { mixtureMetrics } from "./gaussian-mixture-measure.ts";
import { rawCohort } from "./raw-cohort.ts";
import { statisticCohort } from "./statistic-cohort.ts";

/**
 * Gaussian mixtures in one dimension: each component narrows by itself under replacement, until the law is a few points.
 *
 * @source arXiv:2412.17646, Section on Gaussian mixtures and Theorem 4
 */
export const gaussianMixture: Family = {
  title: "Gaussian mixture",
  summary:
    "K components in one dimension, by EM or, for the symmetric pair, by approximate maximum likelihood",
  source: "arXiv:2412.17646, Theorem 4",
  parameters: mixtureParameters,
  metrics: mixtureMetrics,
  parse: parseMixture,
  samples: (parameters) => Number(parameters["samples"]),
  cohort({ cell, first, count }, training) {
    const lanes: Lanes = { key: cell.key, first, count };
    const law = mixtureLaw(cell.parameters);
    return law.approximate
      ? statisticCohort(lanes, approximateMixture(law, lanes), training)
      : rawCohort(lanes, jointMixture(law, lanes), training);
  },
};
