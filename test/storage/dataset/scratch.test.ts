import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { makeScratch } from "../../../src/storage/dataset/scratch.ts";

let parent: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), "ouro-scratch-"));
});
afterEach(() => rm(parent, { recursive: true, force: true }));

async function left(name: string): Promise<string> {
  await mkdir(join(parent, name));
  await writeFile(join(parent, name, "spill"), "x");
  return name;
}

it("removes what a killed process of this host left behind, and nothing else", async () => {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  await new Promise((done) => child.once("spawn", done));
  const killed = await left(`ouro-duckdb-${hostname()}-${child.pid}-aaaaaa`);
  const kept = [
    await left(`ouro-duckdb-${hostname()}-${process.pid}-bbbbbb`),
    await left(`ouro-duckdb-elsewhere-${child.pid}-cccccc`),
    await left("ouro-duckdb-dddddd"),
  ];
  const first = basename(await makeScratch(parent));
  expect(new Set(await readdir(parent))).toEqual(new Set([killed, ...kept, first]));

  child.kill("SIGKILL");
  await new Promise((done) => child.once("exit", done));
  const second = basename(await makeScratch(parent));
  expect(new Set(await readdir(parent))).toEqual(new Set([...kept, first, second]));
});
