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
 * The Beta(θ, 1) law, density θx^(θ-1) on (0, 1). Observations are kept as -log x, which is exponential of mean 1/θ, so
 * that the estimate is n/Σ(-log x) and the law of θ̂/θ does not depend on θ.
 *
 * @source arXiv:2505.19046, Appendix G
 */
export const beta: Family = {
  title: "Beta(θ, 1)",
  summary: "the exponent of a power law on (0, 1), from n draws",
  source: "arXiv:2505.19046, Appendix G",
  parameters: [
    { name: "samples", type: "integer", must: "observations a batch, at least 1" },
    { name: "theta", type: "number", must: "true exponent, from 1e-100 to 1e100", default: 1 },
  ],
  metrics: [
    { name: "theta", unit: "1", meaning: "fitted exponent" },
    { name: "theta_ratio", unit: "1", meaning: "fitted exponent over the true one" },
    { name: "log_theta", unit: "nat", meaning: "logarithm of the fitted exponent" },
    { name: "squared_error", unit: "1", meaning: "squared error of the fitted exponent" },
    { name: "error", unit: "1", meaning: "distance of the fitted exponent from the true one" },
  ],
  parse(raw) {
    onlyKnown(raw, "parameters", ["samples", "theta"]);
    const { samples, theta: given = 1 } = raw;
    const theta = positive(given, "parameters.theta");
    if (theta < 1e-100 || theta > 1e100)
      throw new ParameterError("parameters.theta", "from 1e-100 to 1e100", theta);
    return { samples: whole(samples, "parameters.samples", 1, 2 ** 31), theta };
  },
  samples: (parameters) => Number(parameters["samples"]),
  cohort({ cell, first, count }, training) {
    const lanes = { key: cell.key, first, count };
    return statisticCohort(
      lanes,
      sampleMean(law(Number(cell.parameters["theta"])), lanes, closed(training)),
      training,
    );
  },
};

function law(truth: number): MeanLaw {
  return {
    ...exponentialSums(1 / truth),
    measure: (out, column, means, pairs) => kernel.exponentsMeasure(out, column, means, pairs, truth),
    columns: [0, 1, 2, 3, 4],
  };
}
