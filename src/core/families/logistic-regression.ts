import { binomialOf, onesOf } from "../random/binomial.ts";
import { kernel } from "../random/kernel.ts";
import { exp, log } from "../random/math.ts";
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

  mean(eta) {
    const tail = exp(-Math.abs(eta));
    return (eta < 0 ? tail : 1) / (1 + tail);
  },

  // log(1 + exp η) = max(η, 0) - log max(μ, 1 - μ); 512 factors of at least 1/2 share one logarithm.
  cumulant(eta, mean) {
    let sum = 0;
    let product = 1;
    for (let i = 0; i < eta.length; i++) {
      const predictor = eta[i]!;
      const label = mean[i]!;
      if (predictor > 0) {
        sum += predictor;
        product *= label;
      } else product *= 1 - label;
      if (i % 512 !== 511) continue;
      sum -= log(product);
      product = 1;
    }
    return sum - log(product);
  },

  label(uniforms, means, count, times) {
    if (times === 1) onesOf(uniforms, means, count);
    else for (let i = 0; i < count; i++) uniforms[i] = binomialOf(uniforms[i]!, times, means[i]!);
  },

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
