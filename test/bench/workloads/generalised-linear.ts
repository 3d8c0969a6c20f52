import { under, usual, type Workload } from "./workload.ts";

/** 1000 rows of five covariates and an intercept; coefficients so small that no labels are ever separated. */
export const generalisedLinear: readonly Workload[] = [
  { family: "logistic-regression", signal: 0.5 },
  { family: "poisson-regression", signal: 0.3 },
].flatMap(({ family, signal }) =>
  under(
    {
      family,
      parameters: { samples: 1000, dimension: 5, coefficients: "normal", signal },
      generations: 20,
      compared: "squared_error",
    },
    usual,
  ),
);
