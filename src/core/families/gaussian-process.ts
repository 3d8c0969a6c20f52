import type { Parameters } from "../cell.ts";
import { whole } from "../check.ts";
import { ParameterError } from "../errors.ts";
import { needsOf } from "../regimes/needs.ts";
import { onlyKnown } from "../regimes/parameters.ts";
import type { Family } from "./family.ts";
import { type GaussianProcessLaw, gaussianProcessKernel } from "./gaussian-process-kernel.ts";
import { gaussianProcessSubsample } from "./gaussian-process-subsample.ts";
import { statisticCohort } from "./statistic-cohort.ts";

/**
 * The limit that every well-behaved estimator tends to as batches grow: errors in units of one standard deviation of
 * an efficient fit to real data, drawn exactly, one Gaussian step a generation.
 *
 * @source arXiv:2410.22812: contiguity, Le Cam's third lemma
 */
export const gaussianProcess: Family = {
  title: "Gaussian process limit",
  summary: "the large-batch limit of any asymptotically linear estimator",
  source: "arXiv:2410.22812",
  parameters: [
    {
      name: "samples",
      type: "integer",
      must: "observations a batch, at least 1; a unit of size only, for the limit does not depend on it",
      default: 1,
    },
    {
      name: "variance",
      type: "number",
      must:
        "asymptotic variance of the estimator on one batch times the Fisher information, at least 1: " +
        "1 for an efficient one, pi/2 for the median of normal data",
      default: 1,
    },
    { name: "dimension", type: "integer", must: "independent coordinates, at least 1", default: 1 },
  ],
  metrics: [
    { name: "squared_error", unit: "1", meaning: "squared length of the scaled error" },
    { name: "error", unit: "1", meaning: "length of the scaled error" },
    {
      name: "relative_squared_error",
      unit: "1",
      meaning: "squared error over its expectation at the first generation",
    },
  ],
  parse: parseGaussianProcess,
  samples: (parameters) => Number(parameters["samples"]),
  cohort({ cell, first, count }, training) {
    const lanes = { key: cell.key, first, count };
    const law: GaussianProcessLaw = {
      samples: Number(cell.parameters["samples"]),
      variance: Number(cell.parameters["variance"]),
      dimension: Number(cell.parameters["dimension"]),
    };
    if (needsOf(training).points) return gaussianProcessSubsample(law, lanes, training);
    return statisticCohort(lanes, gaussianProcessKernel(law, lanes), training);
  },
};

function parseGaussianProcess(raw: Readonly<Record<string, unknown>>): Parameters {
  onlyKnown(raw, "parameters", ["samples", "variance", "dimension"]);
  const { samples = 1, variance = 1, dimension = 1 } = raw;
  if (typeof variance !== "number" || !(variance >= 1 && variance <= 1e100))
    throw new ParameterError(
      "parameters.variance",
      "a number from 1 to 1e100, for no regular estimator has less than the inverse information",
      variance,
    );
  return {
    samples: whole(samples, "parameters.samples", 1, 2 ** 31),
    variance,
    dimension: whole(dimension, "parameters.dimension", 1, 4096),
  };
}
