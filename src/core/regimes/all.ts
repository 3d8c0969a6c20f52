export { accumulate } from "./accumulate.ts";
export { accumulateSubsample as "accumulate-subsample" } from "./accumulate-subsample.ts";
export { replace } from "./replace.ts";
export { replaceMultiple as "replace-multiple" } from "./replace-multiple.ts";
