import { positive, whole } from "../check.ts";
import { ParameterError } from "../errors.ts";
import { kernel } from "../random/kernel.ts";
import { onlyKnown } from "../regimes/parameters.ts";
import { closed } from "./closed.ts";
import { exponentialSums } from "./exponential-sums.ts";
import type { Family } from "./family.ts";
import { type MeanLaw, sampleMean } from "./sample-mean.ts";
import { statisticCohort } from "./statistic-cohort.ts";

/**
 * Waiting times: the fitted mean is multiplied by a gamma variable at each generation under replacement.
 *
 * @source arXiv:2505.19046, Appendix G
 */
export const exponential: Family = {
  title: "Exponential",
  summary: "the mean, or rate, of n waiting times",
  source: "arXiv:2505.19046, Appendix G",
  parameters: [
    { name: "samples", type: "integer", must: "observations a batch, at least 1" },
    {
      name: "mean",
      type: "number",
      must: "true mean, from 1e-100 to 1e100; the rate is its inverse",
      default: 1,
    },
  ],
  metrics: [
    { name: "mean", unit: "unit", meaning: "fitted mean" },
    { name: "rate", unit: "1/unit", meaning: "fitted rate, 1/mean" },
    { name: "log_mean", unit: "nat", meaning: "logarithm of the fitted mean" },
    { name: "squared_error", unit: "unit²", meaning: "squared error of the fitted mean" },
    { name: "error", unit: "1/unit", meaning: "distance of the fitted rate from the true rate" },
  ],
  parse(raw) {
    onlyKnown(raw, "parameters", ["samples", "mean"]);
    const { samples, mean: given = 1 } = raw;
    const mean = positive(given, "parameters.mean");
    if (mean < 1e-100 || mean > 1e100)
      throw new ParameterError("parameters.mean", "from 1e-100 to 1e100", mean);
    return { samples: whole(samples, "parameters.samples", 1, 2 ** 31), mean };
  },
  samples: (parameters) => Number(parameters["samples"]),
  cohort({ cell, first, count }, training) {
    const lanes = { key: cell.key, first, count };
    return statisticCohort(
      lanes,
      sampleMean(law(Number(cell.parameters["mean"])), lanes, closed(training)),
      training,
    );
  },
};

function law(truth: number): MeanLaw {
  return {
    ...exponentialSums(truth),
    measure: kernel.waitsMeasure,
    columns: [0, 1, 2, 3, 4],
  };
}
