import { countable, positive, whole } from "../check.ts";
import { kernel } from "../random/kernel.ts";
import { onlyKnown } from "../regimes/parameters.ts";
import { closed } from "./closed.ts";
import type { Family } from "./family.ts";
import { type MeanLaw, sampleMean } from "./sample-mean.ts";
import { statisticCohort } from "./statistic-cohort.ts";

/**
 * Poisson counts: the sum of a batch is a Galton-Watson chain under replacement, absorbed at 0.
 *
 * @source arXiv:2412.17646, Section 2 and Theorem 2
 */
export const poisson: Family = {
  title: "Poisson",
  summary: "the mean of n Poisson counts",
  source: "arXiv:2412.17646, Section 2 and Theorem 2",
  parameters: [
    { name: "samples", type: "integer", must: "observations a batch, at least 1" },
    { name: "mean", type: "number", must: "true mean, from 1e-100 to 1e14 / samples", default: 1 },
  ],
  metrics: [
    { name: "mean", unit: "1", meaning: "fitted mean" },
    { name: "squared_error", unit: "1", meaning: "squared error of the fitted mean" },
    { name: "nonzero", unit: "1", meaning: "1 while counts above 0 can still be drawn, else 0" },
  ],
  parse(raw) {
    onlyKnown(raw, "parameters", ["samples", "mean"]);
    const { samples: rawSamples, mean: rawMean = 1 } = raw;
    const samples = whole(rawSamples, "parameters.samples", 1, 2 ** 31);
    const mean = positive(rawMean, "parameters.mean");
    countable(mean, samples, "parameters.mean", rawMean);
    return { samples, mean };
  },
  samples: (parameters) => Number(parameters["samples"]),
  cohort({ cell, first, count }, training) {
    const lanes = { key: cell.key, first, count };
    const kernel = sampleMean(law(Number(cell.parameters["mean"])), lanes, closed(training));
    return statisticCohort(lanes, kernel, training);
  },
};

function law(truth: number): MeanLaw {
  return {
    mean: truth,
    draws: [{ fill: kernel.poissons }],
    sumsOfPoints: kernel.poissonsOfPoints,
    beyond: "absorbed",
    measure: kernel.countsMeasure,
    columns: [0, 1, 2],
  };
}
