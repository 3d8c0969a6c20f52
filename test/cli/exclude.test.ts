import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { parseSpec } from "../../src/spec/parse.ts";
import { planOf } from "../../src/spec/plan-of.ts";
import type { Plan } from "../../src/spec/plan.ts";
import { openStore } from "../../src/storage/open.ts";
import { registerSweep } from "../../src/storage/registration.ts";

const main = fileURLToPath(new URL("../../dist/src/cli/main.js", import.meta.url));
const spec = `name: narrowed
family: gaussian
parameters: { samples: { grid: [10, 20] } }
regime: { grid: [replace, { name: window, width: 3 }] }
generations: 3
replicates: 4
`;

let folder: string;
let plan: Plan;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ouro-exclude-"));
  plan = await registerSweep(openStore(folder), planOf(parseSpec(spec, "narrowed.yaml")), spec);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function ouro(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [main, ...args, "--store", folder], (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}

const dryRun = (where: string) => ouro("exclude", plan.sweepId, "--where", where, "--dry-run", "--json");

it("leaves out cells for which a condition holds, and none that lack a name in it", async () => {
  const { code, stdout } = await dryRun("width == 3 and samples == 20");
  const removed = plan.cells.filter(
    ({ regime, parameters }) => regime === "window" && parameters["samples"] === 20,
  );
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual({
    ...{ sweepId: plan.sweepId, revision: 1, removed: removed.map(({ id }) => id), unchanged: 3 },
  });
});

it.each([
  ["sampels < 20", 'Character 1: sampels is no name of a cell. Did you mean "samples"?'],
  ["samples <", "Character 10: a name, a number or a quoted text; got its end"],
  ['samples < "a"', "Character 9: values of one kind on both sides of <"],
])("says what is wrong with %s", async (where, wrong) => {
  const { code, stderr } = await dryRun(where);
  expect(code).toBe(2);
  expect(stderr).toContain(wrong);
});

it("has nothing to try again where nothing failed, and says so as JSON", async () => {
  const { code, stdout } = await ouro("retry", plan.sweepId, "--json");
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual({ sweepId: plan.sweepId, retried: 0 });
});
