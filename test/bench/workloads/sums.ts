import { under, usual, type Workload } from "./workload.ts";

/** Families of one parameter whose estimate is a sample mean; a batch of 100 observations. */
export const sums: readonly Workload[] = [
  { family: "poisson", parameters: { samples: 100, mean: 1 }, compared: "squared_error" },
  { family: "exponential", parameters: { samples: 100, mean: 1 }, compared: "log_mean" },
  { family: "beta", parameters: { samples: 100, theta: 1 }, compared: "log_theta" },
  { family: "geometric", parameters: { samples: 100, p: 0.5 }, compared: "success_probability" },
].flatMap((subject) => under({ ...subject, generations: 100 }, usual));
