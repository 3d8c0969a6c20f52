import { execFileSync } from "node:child_process";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../../", import.meta.url));

/** Builds another commit beside this one, with the same dependencies. @returns its command */
export async function buildOf(commit: string, folder: string, say: (line: string) => void): Promise<string> {
  const tree = join(folder, "other-version");
  say(`Building ${commit} …`);
  const git = (...args: string[]): void => void execFileSync("git", ["-C", root, ...args], { stdio: "pipe" });
  git("clone", "--quiet", "--shared", "--no-checkout", root, tree);
  execFileSync("git", ["-C", tree, "checkout", "--quiet", commit]);
  symlinkSync(join(root, "node_modules"), join(tree, "node_modules"));
  execFileSync("npm", ["run", "--silent", "build"], { cwd: tree, stdio: ["ignore", "ignore", "inherit"] });
  return await Promise.resolve(join(tree, "dist", "src", "cli", "main.js"));
}
