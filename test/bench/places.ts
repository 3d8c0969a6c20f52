import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The checkout; compiled, this file lies in build/bench/test/bench. */
export const root: string = fileURLToPath(new URL("../../../../", import.meta.url));

/** A script of this folder as it is in the checkout, such as a Python peer. */
export function source(...path: string[]): string {
  return join(root, "test", "bench", ...path);
}

/** A compiled script of this folder, named without its extension. */
export function compiled(...path: string[]): string {
  return `${join(fileURLToPath(new URL(".", import.meta.url)), ...path)}.js`;
}
