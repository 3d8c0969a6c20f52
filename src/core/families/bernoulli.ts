import { probability, whole } from "../check.ts";
import { kernel } from "../random/kernel.ts";
import { hypergeometrics } from "../random/singles.ts";
import { onlyKnown } from "../regimes/parameters.ts";
import { closed } from "./closed.ts";
import type { Family } from "./family.ts";
import { type MeanLaw, sampleMean } from "./sample-mean.ts";
import { statisticCohort } from "./statistic-cohort.ts";

/**
 * Zeros and ones: the share of ones is a Wright-Fisher chain under replacement, absorbed at 0 or 1.
 *
 * @source arXiv:2412.17646, Section 2 and Theorem 1
 */
export const bernoulli: Family = {
  title: "Bernoulli",
  summary: "the share of ones among n zeros and ones",
  source: "arXiv:2412.17646, Section 2 and Theorem 1",
  parameters: [
    { name: "samples", type: "integer", must: "observations a batch, at least 1" },
    { name: "p", type: "number", must: "true probability of a one, 0 to 1", default: 0.5 },
  ],
  metrics: [
    { name: "p", unit: "1", meaning: "fitted probability of a one" },
    { name: "squared_error", unit: "1", meaning: "squared error of the fitted probability" },
    { name: "variance", unit: "1", meaning: "variance of the fitted law, p(1-p)" },
    {
      name: "heterozygosity",
      unit: "1",
      meaning: "probability that two draws of the fitted law differ, 2p(1-p)",
    },
    { name: "nonzero", unit: "1", meaning: "1 while ones can still be drawn, else 0" },
    { name: "alive", unit: "1", meaning: "1 while both zeros and ones can still be drawn, else 0" },
  ],
  parse(raw) {
    onlyKnown(raw, "parameters", ["samples", "p"]);
    const { samples, p = 0.5 } = raw;
    return { samples: whole(samples, "parameters.samples", 1, 2 ** 31), p: probability(p, "parameters.p") };
  },
  samples: (parameters) => Number(parameters["samples"]),
  cohort({ cell, first, count }, training) {
    const lanes = { key: cell.key, first, count };
    return statisticCohort(
      lanes,
      sampleMean(law(Number(cell.parameters["p"])), lanes, closed(training)),
      training,
    );
  },
};

function law(truth: number): MeanLaw {
  return {
    mean: truth,
    draws: [{ fill: kernel.binomials }],
    sumsOfPoints: kernel.onesOfPoints,
    chosenSums(out, lanes, at, n, size, ones) {
      hypergeometrics(out, lanes, at, { population: size, chosen: n }, ones);
    },
    beyond: "absorbed",
    most: 1 - 2 ** -53,
    measure: kernel.sharesMeasure,
    columns: [0, 1, 2, 3, 4, 5],
  };
}
