import type { Lanes } from "../random/address.ts";
import { ParameterError } from "../errors.ts";
import { needsOf } from "../regimes/needs.ts";
import type { Training } from "../regimes/regime.ts";
import type { Family } from "./family.ts";
import { glmKernel } from "./glm-kernel.ts";
import { glmLaw, glmMetrics, glmParameters, parseGlm } from "./glm-law.ts";
import type { GlmLink } from "./glm-link.ts";
import { glmTable, withTable } from "./glm-table.ts";
import { statisticCohort } from "./statistic-cohort.ts";

/** What tells one generalised linear model from another. */
export interface GlmKind extends Pick<Family, "title" | "summary" | "source"> {
  readonly link: GlmLink;
  /** Default of the parameter `signal`. */
  readonly signal: number;
}

/**
 * The family of a generalised linear model: labels of a fixed design, redrawn by the last model.
 *
 * @source arXiv:2410.22812
 */
export function glmFamily({ title, summary, source, link, signal }: GlmKind): Family {
  return {
    title,
    summary,
    source,
    parameters: glmParameters(signal),
    metrics: glmMetrics,
    parse: (raw) => parseGlm(raw, signal),
    withFiles: (cell) => withTable(cell, link),
    samples: (parameters) => Number(parameters["samples"]),
    // The design, a row at a time, with labels beside it.
    laneNumbers: ({ samples, dimension }) => (Number(dimension) + 3) * Number(samples),
    cohort({ cell, first, count }, training) {
      const lanes: Lanes = { key: cell.key, first, count };
      const law = glmLaw(cell.parameters);
      const single = needsOf(training).points;
      if (!single) labelsWholeDesigns(training, law.samples);
      const table = cell.parameters["data"] === undefined ? undefined : glmTable(cell, link);
      return statisticCohort(lanes, glmKernel(law, link, lanes, single, table), training);
    },
  };
}

/** X'y of whole designs is sufficient; of half a design it would have to say which half. */
function labelsWholeDesigns(training: (generation: number) => Training, samples: number): void {
  for (let generation = 1; generation <= 64; generation++)
    for (const { size } of training(generation).draws)
      if (size % samples !== 0)
        throw new ParameterError(
          "regime",
          `one that draws multiples of ${samples} labels, the rows of the fixed design`,
          `${size} labels at generation ${generation}`,
          "Choose another regime or other shares.",
        );
}
