import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { temporalBinary } from "../support/temporal-server.ts";

const main = fileURLToPath(new URL("../../dist/src/cli/main.js", import.meta.url));

let folder: string;
let env: Record<string, string | undefined>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ouro-run-"));
  env = {
    PATH: process.env["PATH"],
    XDG_DATA_HOME: join(folder, "data"),
    OURO_TEMPORAL_BIN: await temporalBinary(),
  };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function ouro(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [main, ...args], { cwd: folder, env }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}

it("stops the server that it began where the sweep cannot be registered", async () => {
  await writeFile(
    join(folder, "spec.yaml"),
    "name: here\nfamily: gaussian\nparameters: { samples: 5 }\nregime: replace\ngenerations: 5\nreplicates: 3\n",
  );
  await writeFile(join(folder, "file"), "");
  const { code, stderr } = await ouro("run", "spec.yaml", "--store", join(folder, "file", "store"));
  expect(code).toBe(1);
  // It says so, or that its usual port is taken.
  expect(stderr).toMatch(/embedded (?:Temporal )?server/);
  expect(stderr).toContain(join(folder, "file"));
  const status = JSON.parse((await ouro("server", "status", "--json")).stdout) as { running: boolean };
  expect(status.running).toBe(false);
}, 120_000);
