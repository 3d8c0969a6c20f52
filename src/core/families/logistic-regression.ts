import { binomialOf } from "../random/binomial.ts";
import { log } from "../random/math.ts";
import { exps } from "../random/samplers.ts";
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

  moments(mean, variance, eta) {
    for (let i = 0; i < eta.length; i++) variance[i] = -Math.abs(eta[i]!);
    exps(mean, variance);
    for (let i = 0; i < eta.length; i++) {
      const tail = mean[i]!;
      const share = 1 / (1 + tail);
      variance[i] = tail * share * share;
      mean[i] = eta[i]! < 0 ? tail * share : share;
    }
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

  label(uniform, times, mean) {
    if (times === 1) return uniform < mean ? 1 : 0;
    return binomialOf(uniform, times, mean);
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
