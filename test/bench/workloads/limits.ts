import { under, usual, type Workload } from "./workload.ts";

/** The large-batch limit, and the two constructions that are built against maximum likelihood. */
export const limits: readonly Workload[] = [
  ...under(
    {
      family: "gaussian-process",
      parameters: { variance: 1.5707963267948966 },
      generations: 100,
      compared: "squared_error",
    },
    usual,
  ),
  ...under({ family: "construction-1", parameters: { samples: 100 }, generations: 5, compared: "alpha" }, [
    "accumulate",
  ]),
  ...under({ family: "construction-2", parameters: { samples: 100 }, generations: 100, compared: "level" }, [
    "accumulate",
  ]),
];
