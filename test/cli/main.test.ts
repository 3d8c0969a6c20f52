import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const main = fileURLToPath(new URL("../../dist/src/cli/main.js", import.meta.url));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ouro-cli-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function ouro(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [main, ...args], { cwd: folder }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}

const commands = [
  ...["run", "figures", "plan", "submit", "worker", "status", "watch", "pause", "resume", "cancel", "extend"],
  ...["exclude", "failures", "retry", "query", "export", "report", "reproduce", "diff", "fsck"],
  ...["families", "regimes", "schema", "doctor", "server"],
];

describe("help", () => {
  it("names every command", async () => {
    const { stdout, code } = await ouro("--help");
    expect(code).toBe(0);
    for (const command of commands) expect(stdout).toMatch(new RegExp(`^  ${command}\\b`, "m"));
  });

  it.each(commands)("of %s shows an example", async (command) => {
    const { stdout, code } = await ouro(command, "--help");
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`Example:\n  ouro ${command}`));
  });

  it("of a command is the same by its name", async () => {
    const [named, optioned] = [await ouro("help", "run"), await ouro("run", "--help")];
    expect(named).toEqual(optioned);
    expect(named.stdout).toContain("Usage: ouro run [options] <spec>\n\nrun a sweep here");
  });

  it("suggests the nearest command", async () => {
    expect((await ouro("stats")).stderr).toContain("Did you mean status?");
  });
});

describe("wrong usage exits with 2 and without a stack trace", () => {
  it.each([
    ["no such command", ["fly"]],
    ["no spec", ["run"]],
    ["an unknown option", ["plan", "x.yaml", "--colour"]],
    ["threads below 1", ["run", "x.yaml", "--threads", "0"]],
    ["a budget that is no number", ["run", "x.yaml", "--budget", "soon"]],
    ["a store that is no store", ["plan", "x.yaml", "--store", "ftp://x"]],
    ["a spec that is not there", ["plan", "missing.yaml"]],
    ["a directory as spec", ["plan", "."]],
    ["an unknown family", ["families", "gausian"]],
    ["an id that is empty", ["status", ""]],
    ["a path instead of an id", ["cancel", "ouro-data/a-0123456789"]],
  ])("%s", async (_, args) => {
    const { code, stderr } = await ouro(...args);
    expect(code).toBe(2);
    expect(stderr).not.toBe("");
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it("names file, line, column and the nearest name", async () => {
    await writeFile(
      join(folder, "bad.yaml"),
      "name: bad\nfamily: gausian\nregime: replace\ngenerations: 5\nreplicates: 1\n",
    );
    const { code, stderr } = await ouro("run", "bad.yaml");
    expect(code).toBe(2);
    expect(stderr).toContain("bad.yaml:2:9");
    expect(stderr).toContain('Did you mean "gaussian"?');
  });
});

it("prints a plan as JSON", async () => {
  await writeFile(
    join(folder, "good.yaml"),
    "name: good\nfamily: gaussian\nparameters: { samples: { grid: [5, 10] } }\nregime: replace\ngenerations: 5\nreplicates: 30\n",
  );
  const { code, stdout } = await ouro("plan", "good.yaml", "--json");
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    cells: 2,
    chains: 60,
    chainGenerations: 300,
    axes: ["samples"],
  });
});

it.each([["worker"], ["run", "spec.yaml"]])("ends where no Temporal server answers: %s", async (...args) => {
  await writeFile(
    join(folder, "spec.yaml"),
    "name: good\nfamily: gaussian\nparameters: { samples: 5 }\nregime: replace\ngenerations: 5\nreplicates: 3\n",
  );
  const { code, stderr } = await ouro(...args, "--address", "127.0.0.1:1");
  expect(code).toBe(1);
  expect(stderr).toContain("No Temporal server answers at 127.0.0.1:1");
});

it("lists no sweeps in an empty store", async () => {
  await mkdir(join(folder, "empty"));
  const { code, stdout } = await ouro("status", "--store", join(folder, "empty"), "--json");
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual([]);
});

it("says of a sweep whose plan is gone that it is there, and that no repair brings it back", async () => {
  const store = join(folder, "without-plan");
  await mkdir(join(store, "gone-0123456789", "parts"), { recursive: true });
  const status = await ouro("status", "--store", store);
  expect(status.code).toBe(1);
  expect(status.stdout).not.toContain("No sweeps");
  const { code, stdout } = await ouro("fsck", "gone-0123456789", "--store", store, "--repair");
  expect(code).toBe(1);
  expect(stdout).toContain("registers it again");
  expect(stdout).not.toContain("--repair");
});
