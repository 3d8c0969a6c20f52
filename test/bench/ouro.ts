import { join } from "node:path";
import { root } from "./places.ts";

/** The command line of the built `ouro`. */
export function ouro(...args: string[]): [string, ...string[]] {
  return [process.execPath, join(root, "dist", "src", "cli", "main.js"), ...args];
}
