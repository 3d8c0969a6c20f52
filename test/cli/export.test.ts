import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { fileStore } from "../../src/storage/file.ts";
import { registerSweep } from "../../src/storage/registration.ts";
import { examplePlan } from "../docs/example-sweep.ts";
import { generationRows, publish, sweepId } from "../export/published.ts";

const main = fileURLToPath(new URL("../../dist/src/cli/main.js", import.meta.url));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ouro-cli-export-"));
  const store = fileStore(join(folder, "store"));
  await registerSweep(store, examplePlan, "");
  await publish(store, 1, [generationRows(0, 2)]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function exported(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [main, "export", ...args, "--store", join(folder, "store")],
      { cwd: folder },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}

it("says what it did, as JSON where it is asked to", async () => {
  const { code, stdout } = await exported(sweepId, "--to", "csv:out", "--json");
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    sweepId,
    to: `csv:${join(folder, "out")}`,
    snapshot: 1,
    tables: { generations: { rows: 20, written: 20, removed: 0 }, failures: { rows: 0 } },
  });
  expect(await readFile(join(folder, "out", "chains.csv"), "utf8")).toContain(`${sweepId},c-0,c,0,true\r\n`);
});

it("prints the SQL of a warehouse with the columns of the sweep", async () => {
  const { code, stdout } = await exported(examplePlan.sweepId, "--to", "sql:bigquery", "--schema", "mine");
  expect(code).toBe(0);
  expect(stdout).toContain("CREATE TABLE IF NOT EXISTS `mine`.`generations`");
  expect(stdout).toContain("`test_error` FLOAT64");
  expect(stdout).toContain(`sweep_id=${examplePlan.sweepId}/*`);
});

it.each([
  ["an unknown target", ["--to", "xlsx:out"]],
  ["an unknown warehouse", ["--to", "sql:oracle"]],
  ["a schema of a folder", ["--to", "csv:out", "--schema", "s"]],
  ["gzip of what is no CSV", ["--to", "arrow:out", "--gzip"]],
  ["no target", []],
])("takes %s for wrong usage", async (_, args) => {
  const { code, stderr } = await exported(sweepId, ...args);
  expect(code).toBe(2);
  expect(stderr).not.toMatch(/^\s+at /m);
});

it("never prints the password of a server that does not answer", async () => {
  const { code, stdout, stderr } = await exported(sweepId, "--to", "postgres://u:s3cret@127.0.0.1:9/d");
  expect(code).toBe(1);
  expect(stderr).toContain("No PostgreSQL answers at postgres://u:***@127.0.0.1:9/d");
  expect(stdout + stderr).not.toContain("s3cret");
});
