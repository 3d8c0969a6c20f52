// The main job, for somebody who just cloned: installs and builds what is missing, then runs the two sweeps.
// Plain JavaScript with nothing but Node, since it runs before anything is installed.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const sweeps = ["examples/gerstgrasser/figure-7.yaml", "examples/kazdan/gaussian.yaml"];

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Ouroboros needs Node.js 20.19 or newer; this is ${process.versions.node}. Install it from https://nodejs.org.`);
  process.exit(1);
}

if (older("node_modules/.package-lock.json", ["package-lock.json"])) run("npm", ["install", "--no-save", "--no-audit", "--no-fund"]);
if (older("dist/workflow-bundle.js", ["package.json", "tsconfig.json", "src", "workflows", "activities"]))
  run("npm", ["run", "--silent", "build"]);

let worst = 0;
for (const sweep of sweeps) {
  console.error(`\n── ouro run ${sweep}`);
  worst = Math.max(worst, run("node", ["dist/src/cli/main.js", "run", sweep], true));
}
process.exit(worst);

/** Whether `target` is missing or older than any of the sources. */
function older(target, sources) {
  const path = join(root, target);
  if (!existsSync(path)) return true;
  const made = statSync(path).mtimeMs;
  return sources.some((source) => newest(join(root, source)) > made);
}

function newest(path) {
  const status = statSync(path);
  if (!status.isDirectory()) return status.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

function run(program, args, goOn = false) {
  const { status, error } = spawnSync(program, args, { cwd: root, stdio: "inherit", shell: process.platform === "win32" });
  if (error) throw error;
  if (status !== 0 && (!goOn || status === 130)) process.exit(status ?? 1);
  return status ?? 1;
}
