import { positive, whole } from "../check.ts";
import { statuses } from "../cohort.ts";
import { poissonOf, poissons } from "../random/poisson.ts";
import { onlyKnown } from "../regimes/parameters.ts";
import { closed } from "./closed.ts";
import type { Family } from "./family.ts";
import { type MeanLaw, sampleMean } from "./sample-mean.ts";
import { statisticCohort } from "./statistic-cohort.ts";

const absorbed = statuses.indexOf("absorbed");

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
    { name: "mean", type: "number", must: "true mean, above 0", default: 1 },
  ],
  metrics: [
    { name: "mean", unit: "1", meaning: "fitted mean" },
    { name: "squared_error", unit: "1", meaning: "squared error of the fitted mean" },
    { name: "nonzero", unit: "1", meaning: "1 while counts above 0 can still be drawn, else 0" },
  ],
  parse(raw) {
    onlyKnown(raw, "parameters", ["samples", "mean"]);
    const { samples, mean = 1 } = raw;
    return {
      samples: whole(samples, "parameters.samples", 1, 2 ** 31),
      mean: positive(mean, "parameters.mean"),
    };
  },
  samples: (parameters) => Number(parameters["samples"]),
  cohort({ cell, first, count }, training) {
    const lanes = { key: cell.key, first, count };
    const kernel = sampleMean(law(Number(cell.parameters["mean"]), count), lanes, closed(training));
    return statisticCohort(lanes, kernel, training);
  },
};

function law(truth: number, lanes: number): MeanLaw {
  const expected = new Float64Array(lanes);
  return {
    mean: truth,
    sums(out, at, address, size, means) {
      for (let i = 0; i < lanes; i++) expected[i] = size * means[i]!;
      poissons(out, at, address, 1, expected);
    },
    observe(values, count, mean) {
      for (let i = 0; i < count; i++) values[i] = poissonOf(values[i]!, mean);
    },
    status: (mean) => (mean === 0 ? absorbed : 0),
    measure(means, [fitted, squaredError, nonzero]) {
      for (let i = 0; i < means.length; i++) {
        const mean = means[i]!;
        fitted![i] = mean;
        squaredError![i] = (mean - truth) * (mean - truth);
        nonzero![i] = mean === 0 ? 0 : 1;
      }
    },
  };
}
