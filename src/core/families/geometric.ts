import { countable, whole } from "../check.ts";
import { ParameterError } from "../errors.ts";
import { kernel } from "../random/kernel.ts";
import { log1p } from "../random/math.ts";
import { onlyKnown } from "../regimes/parameters.ts";
import { closed } from "./closed.ts";
import type { Family } from "./family.ts";
import { type MeanLaw, sampleMean } from "./sample-mean.ts";
import { statisticCohort } from "./statistic-cohort.ts";

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
    const { samples: rawSamples, p = 0.5 } = raw;
    const samples = whole(rawSamples, "parameters.samples", 1, 2 ** 31);
    if (typeof p !== "number" || !(p > 0 && p < 1))
      throw new ParameterError("parameters.p", "a number above 0 and below 1", p);
    countable((1 - p) / p, samples, "parameters.p", p);
    return { samples, p };
  },
  samples: (parameters) => Number(parameters["samples"]),
  cohort({ cell, first, count }, training) {
    const lanes = { key: cell.key, first, count };
    const p = Number(cell.parameters["p"]);
    return statisticCohort(lanes, sampleMean(law((1 - p) / p), lanes, closed(training)), training);
  },
};

function law(truth: number): MeanLaw {
  return {
    mean: truth,
    // A sum of geometric counts is Poisson with a gamma mean.
    draws: [{ fill: kernel.gammas }, { fill: kernel.poissons, shared: 1 }],
    sumsOfPoints: kernel.geometricsOfPoints,
    // The logarithm of the probability of a failure.
    parameter: (mean) => -log1p(1 / mean),
    beyond: "absorbed",
    measure: kernel.countsMeasure,
    columns: [0, 1, 3, 2],
  };
}
