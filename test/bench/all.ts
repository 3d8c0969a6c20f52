export { fairness } from "./fairness.ts";
export { kernels } from "./kernels.ts";
export { overhead } from "./overhead.ts";
export { papers } from "./papers.ts";
export { parquet } from "./parquet.ts";
export { scale } from "./scale.ts";
