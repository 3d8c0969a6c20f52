import { under, usual, type Workload } from "./workload.ts";

/** 100 observations in the plane, judged by 100 test points. */
export const kde: readonly Workload[] = under(
  {
    family: "kde",
    parameters: { samples: 100, data: "blobs", bandwidth: 0.5, test_points: 100 },
    generations: 20,
    // The test points are one set a cell, and so a random part of the nll that all its chains share.
    compared: "variance",
  },
  usual,
);
