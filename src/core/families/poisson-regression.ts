import { kernel, memoryDoubles } from "../random/kernel.ts";
import { lgamma } from "../random/math.ts";
import type { Family } from "./family.ts";
import { glmFamily } from "./glm.ts";
import type { GlmLink } from "./glm-link.ts";

/**
 * Poisson labels with log link: A(η) = exp η. Means end at exp 20, about 5e8, past which drawing one count takes
 * ten thousands of operations.
 *
 * @source P. McCullagh, J. Nelder, Generalized Linear Models (1989), 6.2
 */
export const logLink: GlmLink = {
  ceiling: 20,

  moments: kernel.logMoments,

  cumulant(_eta, mean, n) {
    const memory = memoryDoubles();
    let sum = 0;
    for (let i = mean / 8; i < mean / 8 + n; i++) sum += memory[i]!;
    return sum;
  },

  label: kernel.poissonsOf,

  labelsOfPoints: kernel.logLabelsOfPoints,

  labels: "whole numbers of at least 0",
  takes: (label) => Number.isInteger(label) && label >= 0,
  base: (label) => lgamma(label + 1),
};

/**
 * Unpenalised Poisson regression on fixed rows, its counts redrawn by the last model.
 *
 * @source arXiv:2410.22812
 */
export const poissonRegression: Family = glmFamily({
  title: "Poisson regression",
  summary: "maximum likelihood on a fixed design, its counts redrawn by the last model",
  source: "arXiv:2410.22812",
  link: logLink,
  signal: 0.3,
});
