// What the scripts beside this file have in common. Plain JavaScript with nothing but Node, since it runs before anything
// is installed.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Installs and builds what is missing or older than its sources; ends the process where that fails. */
export function ready() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(`Ouroboros needs Node.js 20.19 or newer; this is ${process.versions.node}. Install it from https://nodejs.org.`);
    process.exit(1);
  }
  if (older("node_modules/.package-lock.json", ["package-lock.json"])) {
    console.error("Installing packages (a minute or so, once) …");
    // Its warnings are about packages of the tests, and nothing that whoever reads them could mend.
    must("npm", ["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"]);
  }
  if (older("dist/workflow-bundle.js", ["package.json", "tsconfig.json", "src", "workflows", "activities"]))
    must("npm", ["run", "--silent", "build"]);
}

/** Runs the built command, and returns its exit code; an interruption ends this process too. */
export function ouro(args) {
  const status = run("node", ["dist/src/cli/main.js", ...args]);
  if (status === 130) process.exit(status);
  return status;
}

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

function must(program, args) {
  const status = run(program, args);
  if (status !== 0) process.exit(status);
}

function run(program, args) {
  const { status, error } = spawnSync(program, args, { cwd: root, stdio: "inherit", shell: process.platform === "win32" });
  if (error) throw error;
  return status ?? 1;
}
