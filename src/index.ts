export { defineSweep } from "./spec/define.ts";
export { parseSpec } from "./spec/parse.ts";
export { planOf } from "./spec/plan-of.ts";
export type { Plan } from "./spec/plan.ts";
export { SpecError } from "./spec/problems.ts";
export { queryDataset } from "./storage/dataset/query.ts";
export { openStore } from "./storage/open.ts";
export type { Store } from "./storage/store.ts";
