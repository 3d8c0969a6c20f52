import { bernoulli } from "./bernoulli.ts";
import { gaussian } from "./gaussian.ts";
import { gaussianMixture } from "./gaussian-mixture.ts";
import { generalisedLinear } from "./generalised-linear.ts";
import { kde } from "./kde.ts";
import { limits } from "./limits.ts";
import { linearRegression } from "./linear-regression.ts";
import { sums } from "./sums.ts";
import { symbols } from "./symbols.ts";
import type { Workload } from "./workload.ts";

/** Every kernel workload: all families, and among them all regimes. */
export const workloads: readonly Workload[] = [
  ...gaussian,
  ...linearRegression,
  ...bernoulli,
  ...sums,
  ...symbols,
  ...generalisedLinear,
  ...kde,
  ...gaussianMixture,
  ...limits,
];
