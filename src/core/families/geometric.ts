import { whole } from "../check.ts";
import { statuses } from "../cohort.ts";
import { ParameterError } from "../errors.ts";
import { log1p } from "../random/math.ts";
import { poissons } from "../random/poisson.ts";
import { gammas, logs } from "../random/samplers.ts";
import { onlyKnown } from "../regimes/parameters.ts";
import { closed } from "./closed.ts";
import type { Family } from "./family.ts";
import { type MeanLaw, sampleMean } from "./sample-mean.ts";
import { statisticCohort } from "./statistic-cohort.ts";

const absorbed = statuses.indexOf("absorbed");

/**
 * Failures before the first success. Its mean (1-p)/p is estimated by the sample's, and absorbed at 0 where every
 * trial has succeeded.
 *
 * @source arXiv:2412.17646 (recursive estimation of discrete laws); the sum of a batch is negative binomial
 */
export const geometric: Family = {
  title: "Geometric",
  summary: "failures before the first success, from n runs",
  source: "arXiv:2412.17646 (recursive maximum likelihood), applied to the geometric law",
  parameters: [
    { name: "samples", type: "integer", must: "observations a batch, at least 1" },
    { name: "p", type: "number", must: "true probability of success, above 0 and below 1", default: 0.5 },
  ],
  metrics: [
    { name: "mean", unit: "1", meaning: "fitted mean number of failures" },
    { name: "squared_error", unit: "1", meaning: "squared error of the fitted mean" },
    { name: "success_probability", unit: "1", meaning: "fitted probability of success, 1/(1 + mean)" },
    { name: "nonzero", unit: "1", meaning: "1 while failures can still be drawn, else 0" },
  ],
  parse(raw) {
    onlyKnown(raw, "parameters", ["samples", "p"]);
    const { samples, p = 0.5 } = raw;
    if (typeof p !== "number" || !(p > 0 && p < 1))
      throw new ParameterError("parameters.p", "a number above 0 and below 1", p);
    return { samples: whole(samples, "parameters.samples", 1, 2 ** 31), p };
  },
  samples: (parameters) => Number(parameters["samples"]),
  cohort({ cell, first, count }, training) {
    const lanes = { key: cell.key, first, count };
    const p = Number(cell.parameters["p"]);
    return statisticCohort(lanes, sampleMean(law((1 - p) / p, count), lanes, closed(training)), training);
  },
};

function law(truth: number, lanes: number): MeanLaw {
  const expected = new Float64Array(lanes);
  return {
    mean: truth,
    // A sum of geometric counts is Poisson with a gamma mean.
    sums(out, at, address, size, means) {
      gammas(expected, at, address, 1, size);
      for (let i = 0; i < lanes; i++) expected[i]! *= means[i]!;
      poissons(out, at, { ...address, part: address.part + 1 }, 1, expected);
    },
    observe(values, count, mean) {
      const drawn = values.subarray(0, count);
      if (mean === 0) {
        drawn.fill(0);
        return;
      }
      const logFailure = -log1p(1 / mean);
      logs(drawn, drawn);
      for (let i = 0; i < count; i++) drawn[i] = Math.floor(drawn[i]! / logFailure);
    },
    status: (mean) => (mean === 0 ? absorbed : 0),
    measure(means, [fitted, squaredError, success, nonzero]) {
      for (let i = 0; i < means.length; i++) {
        const mean = means[i]!;
        fitted![i] = mean;
        squaredError![i] = (mean - truth) * (mean - truth);
        success![i] = 1 / (1 + mean);
        nonzero![i] = mean === 0 ? 0 : 1;
      }
    },
  };
}
