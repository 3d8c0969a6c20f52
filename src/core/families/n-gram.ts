import { fileOf } from "../files/file-of.ts";
import { textModel, type TextModel } from "../files/text-model.ts";
import type { Cell } from "../cell.ts";
import { whole } from "../check.ts";
import { ParameterError } from "../errors.ts";
import { onlyListed } from "../regimes/parameters.ts";
import { closed } from "./closed.ts";
import { discreteKernel } from "./discrete-kernel.ts";
import { lawOfWeights } from "./discrete-law.ts";
import type { Family, ParameterInfo } from "./family.ts";
import { nGramKernel } from "./n-gram-kernel.ts";
import { nGramMeasure, nGramMetrics } from "./n-gram-metrics.ts";
import { realDraws } from "./real-draws.ts";
import { statisticCohort } from "./statistic-cohort.ts";

const parameters: readonly ParameterInfo[] = [
  {
    name: "text",
    type: "file",
    must: "a UTF-8 text; its words are runs of letters, digits and underscores, in lower case",
  },
  {
    name: "order",
    type: "integer",
    must: "words of an n-gram: 1 for a unigram model, 2 for a bigram model, …, at most 16",
    default: 1,
  },
  {
    name: "samples",
    type: "integer",
    must: "words that a model writes, at least 1; 0 for as many as the text has n-grams",
    default: 0,
  },
  {
    name: "run",
    type: "integer",
    must: "words written before a new context is drawn, 1 to 65536; plays no part where order is 1",
    default: 50,
  },
];

/**
 * A maximum-likelihood n-gram language model of a text, fitted to what the model before it wrote.
 *
 * The text's own model is the truth: generation 1 is fitted to `samples` words that it wrote. A model writes in runs: the
 * first n-gram is drawn by its frequency, each word after it by the frequencies of the words that followed the last n - 1; where
 * none did, an n-gram is drawn afresh. With n = 1 that is independent words, and what is known of discrete laws holds.
 *
 * @source arXiv:2412.17646, Section 2 (unigram) and its n-gram experiment (runs of up to 50 words, as many as the text has)
 */
export const nGram: Family = {
  title: "n-gram",
  summary: "maximum-likelihood n-gram language model of a text file, refitted to what it wrote",
  source: "arXiv:2412.17646, Section 2 and Corollary 1",
  parameters,
  metrics: nGramMetrics,

  parse(raw) {
    onlyListed(raw, "parameters", parameters);
    const { text, order = 1, samples = 0, run = 50 } = raw;
    if (typeof text !== "string" || text === "")
      throw new ParameterError("parameters.text", "the path of a text file", text);
    return {
      text,
      order: whole(order, "parameters.order", 1, 16),
      samples: whole(samples, "parameters.samples", 0, 2 ** 26),
      run: whole(run, "parameters.run", 1, 65_536),
    };
  },

  withFiles(cell) {
    const { total } = modelOf(cell);
    return { ...cell.parameters, samples: Number(cell.parameters["samples"]) || total };
  },

  samples: (own) => Number(own["samples"]),

  // Model, batch and pool hold a pair an n-gram alive.
  laneNumbers: (own, files) =>
    6 * Math.min(Number(own["samples"]), modelOf({ parameters: own, ...(files && { files }) }).counts.length),

  cohort({ cell, first, count }, training) {
    const lanes = { key: cell.key, first, count };
    const model = modelOf(cell);
    const law = lawOfWeights(model.counts);
    const room = Math.min(model.counts.length, realDraws(training));
    const symbols = discreteKernel(law, lanes, room, closed(training));
    const drawn =
      cell.parameters["order"] === 1
        ? symbols
        : nGramKernel(symbols, { model, law, room, lanes, run: Number(cell.parameters["run"]) });
    return statisticCohort(lanes, { ...drawn, measure: nGramMeasure(model, law, count, room) }, training);
  },
};

/**
 * The n-grams of a cell's text.
 *
 * @throws {ParameterError} when they are not two distinct ones
 * @source arXiv:2412.17646, Section 2
 */
export function modelOf(cell: Pick<Cell, "parameters" | "files">): TextModel {
  const model = textModel(fileOf(cell, "text"), Number(cell.parameters["order"]));
  if (!model)
    throw new ParameterError(
      "parameters.text",
      "a text with two distinct n-grams",
      cell.parameters["text"],
      "Take a longer text or a lower order.",
    );
  return model;
}
