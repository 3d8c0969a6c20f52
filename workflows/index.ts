export { chain } from "./chain.ts";
export { shard } from "./shard.ts";
export { sweep } from "./sweep.ts";
