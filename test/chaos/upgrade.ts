import { execFileSync } from "node:child_process";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { patchedBuild } from "../support/patched-build.ts";
import { main } from "./ouro.ts";

const root = fileURLToPath(new URL("../../../../", import.meta.url));

/** What `--upgrade` takes in place of a commit. */
export const patchedName = "patched";

/** Two versions of the command, by their `dist/src/cli/main.js`. The newer one knows how the older one's workflows went. */
export interface Versions {
  readonly older: string;
  readonly newer: string;
}

/** This version beside another commit's, which is older, or beside one to come, whose workflows have a step more. */
export async function versionsWith(
  other: string,
  folder: string,
  say: (line: string) => void,
): Promise<Versions> {
  const tree = join(folder, "other-version");
  if (other !== patchedName) return { older: buildOf(other, tree, say), newer: main };
  return { older: main, newer: patchedBuild(root, tree) };
}

/** Builds another commit beside this one, with the same dependencies. */
function buildOf(commit: string, tree: string, say: (line: string) => void): string {
  say(`Building ${commit} …`);
  const git = (...args: string[]): void => void execFileSync("git", ["-C", root, ...args], { stdio: "pipe" });
  git("clone", "--quiet", "--shared", "--no-checkout", root, tree);
  execFileSync("git", ["-C", tree, "checkout", "--quiet", commit]);
  symlinkSync(join(root, "node_modules"), join(tree, "node_modules"));
  execFileSync("npm", ["run", "--silent", "build"], { cwd: tree, stdio: ["ignore", "ignore", "inherit"] });
  return join(tree, "dist", "src", "cli", "main.js");
}
