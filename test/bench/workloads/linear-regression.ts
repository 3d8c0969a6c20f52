import { type Subject, under, usual, type Workload } from "./workload.ts";

/** 100 rows of ten covariates, the same at every generation or drawn anew. */
export const linearRegression: readonly Workload[] = ["fixed", "fresh"].flatMap((design) =>
  under(subject(design), usual),
);

function subject(design: string): Subject {
  return {
    family: "linear-regression",
    kind: `d=10 ${design}`,
    parameters: { samples: 100, dimension: 10, design },
    generations: 100,
    compared: "test_error",
  };
}
