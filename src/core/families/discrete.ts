import { statuses } from "../cohort.ts";
import { closed } from "./closed.ts";
import { discreteKernel } from "./discrete-kernel.ts";
import { discreteLaw } from "./discrete-law.ts";
import { discreteMetrics } from "./discrete-metrics.ts";
import { discreteStep } from "./discrete-step.ts";
import { discreteParameters, parseDiscrete, withCounts } from "./discrete-parameters.ts";
import type { Family } from "./family.ts";
import { realDraws } from "./real-draws.ts";
import { statisticCohort } from "./statistic-cohort.ts";

const absorbed = statuses.indexOf("absorbed");

/**
 * Frequencies of symbols (a unigram model): symbols die out one by one under replacement, until a single one is left.
 *
 * @source arXiv:2412.17646, Section 2 and Corollary 1; arXiv:2410.16713 (discrete experiment)
 */
export const discrete: Family = {
  title: "Discrete",
  summary: "relative frequencies of K symbols in n draws, as a unigram language model has",
  source: "arXiv:2412.17646, Section 2 and Corollary 1; arXiv:2410.16713",
  parameters: discreteParameters,
  metrics: discreteMetrics,
  parse: parseDiscrete,
  withFiles: withCounts,
  samples: (parameters) => Number(parameters["samples"]),
  // Model, batch and pool hold a pair a symbol alive, of which there are at most n.
  laneNumbers: ({ symbols, samples, weights }) =>
    6 * Math.min(Number(samples), Number(symbols) || (weights as readonly number[]).length),
  cohort({ cell, first, count }, training) {
    const lanes = { key: cell.key, first, count };
    const law = discreteLaw(cell);
    const room = Math.min(law.probabilities.length, realDraws(training));
    const loses = closed(training);
    const kernel = {
      ...discreteKernel(law, lanes, room, loses),
      ...discreteStep(law, lanes, room, loses ? absorbed : 0),
    };
    return statisticCohort(lanes, kernel, training);
  },
};
