import { under, usual, type Workload } from "./workload.ts";

/** A hundred zeros and ones, under every regime there is. */
export const bernoulli: readonly Workload[] = under(
  {
    family: "bernoulli",
    parameters: { samples: 100, p: 0.5 },
    generations: 100,
    compared: "squared_error",
  },
  [
    ...usual,
    "fixed-real",
    "fresh-real",
    ["real-share", { shares: [0.2] }],
    ["mixture", { beta: 0.3, gamma: 0.1 }],
    "regenerate",
    "replace-multiple",
    ["weights", { weights: [3, 2, 1] }],
    ["window", { width: 5 }],
  ],
);
