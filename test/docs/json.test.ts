import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type ComputePool, computePool } from "../../activities/compute/pool.ts";
import type { Plan } from "../../src/spec/plan.ts";
import { cohortIdentity } from "../../src/storage/cohort-identity.ts";
import { recordCohortFailure } from "../../src/storage/failures.ts";
import { openStore } from "../../src/storage/open.ts";
import { runHere } from "../support/sweep-here.ts";

const main = fileURLToPath(new URL("../../dist/src/cli/main.js", import.meta.url));
const page = fileURLToPath(new URL("../../docs/json.md", import.meta.url));
const spec = `name: printed
family: gaussian
parameters: { samples: { grid: [10, 20] } }
regime: replace
generations: 3
replicates: { until: { metric: variance, half_width: 0.001, min: 4, max: 8 } }
`;

let folder: string;
let pool: ComputePool;
let plan: Plan;
let documented: ReadonlyMap<string, readonly string[]>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ouro-json-"));
  pool = computePool({ threads: 1, generationTimeoutMs: 600_000 });
  ({ plan } = await runHere(pathToFileURL(join(folder, "store")).href, spec, pool));
  await writeFile(join(folder, "spec.yaml"), spec);
  const rows = (await readFile(page, "utf8")).matchAll(/^\| `(\w+)(.*)\| (`.*) \|$/gm);
  documented = new Map(
    [...rows].map(([, name = "", more, fields = ""]) => [
      `${name}${more?.includes("--dry-run") ? " --dry-run" : ""}`,
      [...fields.matchAll(/`(\w+)`(\?)?/g)].map(([, field = "", open = ""]) => field + open),
    ]),
  );
});
afterAll(async () => {
  await pool?.close();
  await rm(folder, { recursive: true, force: true });
});

function printed(...args: string[]): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const all = [main, ...args, "--json", "--store", join(folder, "store")];
    execFile(process.execPath, all, { cwd: folder }, (_, stdout, stderr) => {
      try {
        resolve(JSON.parse(stdout));
      } catch {
        reject(new Error(stderr));
      }
    });
  });
}

/** Fields of a document, or of the first one of a list, against those of a line of the page. */
function expectFields(found: unknown, line: string): void {
  const all = documented.get(line) ?? [];
  const fields = Object.keys((Array.isArray(found) ? found[0] : found) as object);
  expect(all.length).toBeGreaterThan(0);
  expect(all.map((field) => field.replace("?", ""))).toEqual(expect.arrayContaining(fields));
  expect(fields).toEqual(expect.arrayContaining(all.filter((field) => !field.endsWith("?"))));
}

it("is what the page says", async () => {
  const { sweepId, cells } = plan;
  expectFields(await printed("plan", "spec.yaml", "--cells", "--why"), "plan");
  expectFields(await printed("report", sweepId), "run");
  expectFields(await printed("status", sweepId), "status");
  expectFields(await printed("extend", sweepId, "spec.yaml", "--dry-run"), "extend --dry-run");
  expectFields(await printed("reproduce", sweepId, `${cells[0]?.id}-1`), "reproduce");
  expectFields(await printed("diff", sweepId, sweepId), "diff");
  const failure = { type: "Error", message: "as an example", attempts: 1, generation: 0 };
  await recordCohortFailure(openStore(join(folder, "store")), cohortIdentity(plan, 0), failure);
  expectFields(await printed("failures", sweepId), "failures");
}, 180_000);
