import { cpSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";

/**
 * A copy of the built package with the same dependencies, for tests that change something in it.
 *
 * @param root where the built package is
 * @param tree where the copy is to be
 * @returns the command of the copy
 */
export function copyBuild(root: string, tree: string): string {
  mkdirSync(tree);
  for (const name of ["dist", "package.json"])
    cpSync(join(root, name), join(tree, name), { recursive: true, dereference: true });
  symlinkSync(join(root, "node_modules"), join(tree, "node_modules"));
  return join(tree, "dist", "src", "cli", "main.js");
}
