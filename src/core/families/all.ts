export { bernoulli } from "./bernoulli.ts";
export { beta } from "./beta.ts";
export { discrete } from "./discrete.ts";
export { exponential } from "./exponential.ts";
export { gaussian } from "./gaussian.ts";
export { geometric } from "./geometric.ts";
export { linearRegression as "linear-regression" } from "./linear-regression.ts";
export { poisson } from "./poisson.ts";
