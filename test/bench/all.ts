export { kernels } from "./kernels.ts";
export { overhead } from "./overhead.ts";
