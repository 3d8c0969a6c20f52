import { ParameterError } from "../errors.ts";
import type { Training } from "../regimes/regime.ts";
import type { Family } from "./family.ts";
import { kdeKernel } from "./kde-kernel.ts";
import { kdeLaw, kdeParameters, parseKde } from "./kde-law.ts";
import { replayedCohort } from "./replayed-cohort.ts";

const horizon = 64;
/** Generations of an accumulated pool that a lane is taken to hold: how many there will be is not known. */
const typical = 64;

/**
 * A Gaussian kernel density estimate: it widens by its own kernel at every generation, and where data accumulate with
 * a fixed bandwidth its variance still grows, like the logarithm of the generation.
 *
 * @source arXiv:2410.16713 (its KDE study)
 */
export const kde: Family = {
  title: "Kernel density estimate",
  summary: "Gaussian kernels on the training data, in one or two dimensions",
  source: "arXiv:2410.16713",
  parameters: kdeParameters,
  metrics: [
    {
      name: "variance",
      unit: "unit²",
      meaning: "variance (divisor n) of the training set, the mean over coordinates",
    },
    {
      name: "nll",
      unit: "nat",
      meaning: "mean negative log density of real test observations, the same for all chains of a cell",
      definedWhere: "test_points above 0; under accumulate with the fixed rule only",
    },
  ],
  parse: parseKde,
  samples: (parameters) => Number(parameters["samples"]),
  // The observations of a pool, and at test points a sum each.
  laneNumbers(parameters) {
    const { samples, dimension, testPoints } = kdeLaw(parameters);
    return typical * samples * dimension + 2 * testPoints;
  },
  cohort({ cell, first, count }, training) {
    const law = kdeLaw(cell.parameters);
    for (let g = 1; g <= horizon; g++) followable(training(g), g, law.samples, training(1));
    return replayedCohort(count, kdeKernel(law, { key: cell.key, first, count }), training);
  },
};

/** One batch of n from the last model, and a fit to all of the pool or to n of it, always in the same way. */
function followable({ draws, keeps, sees }: Training, g: number, n: number, first: Training): void {
  const [batch] = draws;
  const plain = draws.length === 1 && batch?.from === g - 1 && batch.size === n && (batch.weight ?? 1) === 1;
  const steady = keeps === first.keeps && sees === first.sees;
  if (plain && steady && (keeps === "all" || keeps === "none") && (sees === "all" || sees === n)) return;
  throw new ParameterError(
    "regime",
    "one that draws n observations from the last model and sees all of its pool or n of it",
    `another training at generation ${g}`,
    "Choose replace, accumulate or accumulate-subsample.",
  );
}
