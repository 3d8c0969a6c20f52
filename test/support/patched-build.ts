import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { copyBuild } from "./build-copy.ts";

/**
 * A copy of a build as its next version might be: workflows wait for a moment before each step, which is another order
 * of commands, behind `patched`.
 *
 * @returns the command of the copy
 */
export function patchedBuild(root: string, tree: string): string {
  const command = copyBuild(root, tree);
  const steps = join(tree, "dist", "workflows", "steps.js");
  const step = "return await advance(";
  const code = readFileSync(steps, "utf8");
  if (!code.includes(step)) throw new Error(`${steps} does not hold "${step}" any more: say here what does.`);
  const changed = code.replace(step, `if (patched("breath")) await sleep(1);\n${step}`);
  writeFileSync(steps, `import { patched, sleep } from "@temporalio/workflow";\n${changed}`);
  execFileSync(process.execPath, [join(tree, "dist", "src", "worker", "bundle.js")], { stdio: "pipe" });
  return command;
}
