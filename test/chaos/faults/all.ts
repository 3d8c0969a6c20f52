export * from "./workers.ts";
export * from "./server.ts";
export * from "./line.ts";
export * from "./network.ts";
export * from "./bucket.ts";
export * from "./folder.ts";
export * from "./people.ts";
export * from "./everything.ts";
