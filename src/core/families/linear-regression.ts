import { ParameterError } from "../errors.ts";
import { packedLength } from "../linalg/lower.ts";
import type { Lanes } from "../random/address.ts";
import { needsOf } from "../regimes/needs.ts";
import type { Training } from "../regimes/regime.ts";
import type { Family } from "./family.ts";
import { deficientDesign } from "./linear-regression-deficient.ts";
import { fullDesign } from "./linear-regression-full.ts";
import { gramRegression } from "./linear-regression-gram.ts";
import {
  linearRegressionLaw,
  linearRegressionMetrics,
  linearRegressionParameters,
  parseLinearRegression,
} from "./linear-regression-law.ts";
import { statisticCohort } from "./statistic-cohort.ts";

/** Generations that a history which grows counts as. */
const typical = 64;

/**
 * Least squares on N(0, I) rows, its labels redrawn by the last model: the setting of the π²/6 theorem.
 *
 * @source arXiv:2404.01413, Section 3, Theorems 1 and 2; arXiv:2410.22812
 */
export const linearRegression: Family = {
  title: "Linear regression",
  summary: "ordinary least squares, its labels redrawn by the last model",
  source: "arXiv:2404.01413, Section 3; arXiv:2410.22812",
  parameters: linearRegressionParameters,
  metrics: linearRegressionMetrics,
  parse: parseLinearRegression,
  samples: (parameters) => Number(parameters["samples"]),
  // Models of a typical number of generations, as checkpoints and fits have them, and a pool, a batch and a design.
  laneNumbers: ({ dimension: d }) => 3 * typical * Number(d) + 3 * (Number(d) + packedLength(Number(d))),
  cohort({ cell, first, count }, training) {
    const lanes: Lanes = { key: cell.key, first, count };
    const law = linearRegressionLaw(cell.parameters);
    if (!law.fixed || needsOf(training).points)
      return statisticCohort(lanes, gramRegression(law, lanes), training);
    relabelsWholeDesigns(training, law.samples);
    const full = law.ridge === 0 && law.samples >= law.dimension;
    return statisticCohort(lanes, full ? fullDesign(law, lanes) : deficientDesign(law, lanes), training);
  },
};

/** A fixed design is relabelled as a whole: a batch of half its rows would need to say which half. */
function relabelsWholeDesigns(training: (generation: number) => Training, samples: number): void {
  for (let generation = 1; generation <= 64; generation++)
    for (const { size } of training(generation).draws)
      if (size % samples !== 0)
        throw new ParameterError(
          "regime",
          `one that draws multiples of ${samples} rows, the fixed design`,
          `${size} rows at generation ${generation}`,
          "Choose design: fresh, or another regime.",
        );
}
