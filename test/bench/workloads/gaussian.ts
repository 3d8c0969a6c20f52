import { type Subject, under, usual, type Workload } from "./workload.ts";

/** A batch of 100 observations, in one dimension and in three. */
export const gaussian: readonly Workload[] = [1, 3].flatMap((dimension) => under(subject(dimension), usual));

function subject(dimension: number): Subject {
  return {
    family: "gaussian",
    kind: `d=${dimension}`,
    parameters: { samples: 100, dimension },
    generations: 100,
    compared: "squared_error_mean",
  };
}
