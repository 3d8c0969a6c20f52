import { binomialOf } from "../random/binomial.ts";
import { kernel, memoryDoubles } from "../random/kernel.ts";
import type { Family } from "./family.ts";
import { glmFamily } from "./glm.ts";
import type { GlmLink } from "./glm-link.ts";

/**
 * Bernoulli labels with logit link: A(η) = log(1 + exp η).
 *
 * @source P. McCullagh, J. Nelder, Generalized Linear Models (1989), 4.2
 */
export const logit: GlmLink = {
  ceiling: Number.POSITIVE_INFINITY,

  moments: kernel.logitMoments,

  cumulant: kernel.logitCumulant,

  label(uniforms, means, n, times) {
    const memory = memoryDoubles();
    if (times === 1) kernel.onesOf(uniforms, means, n);
    else
      for (let i = uniforms / 8, k = means / 8; i < uniforms / 8 + n; i++, k++)
        memory[i] = binomialOf(memory[i]!, times, memory[k]!);
  },

  labelsOfPoints: kernel.logitLabelsOfPoints,

  labels: "0 or 1",
  takes: (label) => label === 0 || label === 1,
  base: () => 0,
};

/**
 * Unpenalised logistic regression on fixed rows, its labels redrawn by the last model.
 *
 * @source arXiv:2410.22812, logistic experiments
 */
export const logisticRegression: Family = glmFamily({
  title: "Logistic regression",
  summary: "maximum likelihood on a fixed design, its labels redrawn by the last model",
  source: "arXiv:2410.22812",
  link: logit,
  signal: 1,
});
