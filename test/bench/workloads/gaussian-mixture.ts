import { under, usual, type Workload } from "./workload.ts";

/** Two components apart enough for a unique fit, and the approximate fit of the symmetric pair. */
export const gaussianMixture: readonly Workload[] = [
  ...under(
    {
      family: "gaussian-mixture",
      kind: "joint",
      parameters: { samples: 500, weights: [0.5, 0.5], means: [-3, 3], sds: [1, 1] },
      generations: 10,
      compared: "squared_error_mean",
    },
    usual,
  ),
  ...under(
    {
      family: "gaussian-mixture",
      kind: "approximate",
      parameters: { samples: 100, form: "symmetric", fit: "approximate", means: [-2, 2], sds: [1, 1] },
      generations: 100,
      compared: "component_sd",
    },
    ["replace", "accumulate"],
  ),
];
