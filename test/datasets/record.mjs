// Records the dataset that tests of schema evolution read: node test/datasets/record.mjs VERSION
// Needs a build; runs a small sweep and copies its dataset to test/datasets/VERSION.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const spec = `
name: recorded
seed: 3
family: bernoulli
parameters: { samples: 10 }
regime: { grid: [replace, accumulate] }
generations: 4
replicates: 6
`;

const [version] = process.argv.slice(2);
if (!version) throw new Error("Usage: node test/datasets/record.mjs VERSION");
const main = fileURLToPath(new URL("../../dist/src/cli/main.js", import.meta.url));
const store = mkdtempSync(join(tmpdir(), "ouro-record-"));
writeFileSync(join(store, "spec.yaml"), spec);
spawnSync(process.execPath, [main, "run", join(store, "spec.yaml"), "--store", join(store, "s")], {
  stdio: "inherit",
});
const [id] = readdirSync(join(store, "s"));
cpSync(join(store, "s", id, "dataset"), fileURLToPath(new URL(`./${version}/`, import.meta.url)), {
  recursive: true,
});
rmSync(store, { recursive: true });
