import { execFileSync } from "node:child_process";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Bench } from "../support/ouro.ts";

let bench: Bench;
let file: string;
let id: string;

beforeAll(async () => {
  bench = await Bench.make();
  file = await bench.spec(
    "sweep.yaml",
    `
name: faults
seed: 3
family: gaussian
parameters: { samples: { grid: [20, 50] } }
regime: { grid: [replace, accumulate, accumulate-subsample] }
generations: 400
replicates: 256
`,
  );
  id = await bench.sweepId(file);
});

afterAll(() => bench?.close());

it("says what is wrong with a store that is a file, and exits 1", async () => {
  await writeFile(join(bench.folder, "occupied"), "here");
  const run = await bench.run(["run", file, "--store", join(bench.folder, "occupied")]);
  expect(run.code).toBe(1);
  expect(run.stderr).toMatch(/^ouro: .*occupied/m);
  expect(run.stderr).not.toContain("    at ");
});

it.skipIf(process.getuid?.() !== 0)(
  "waits with a full disk, loses nothing, and ends with the digest of an undisturbed run",
  async () => {
    const mounted = join(bench.folder, "small");
    await mkdir(mounted);
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=4m", "tmpfs", mounted]);
    try {
      const { child, finished } = bench.start(["run", file, "--store", mounted, "--budget", "0.1"]);
      const timer = setTimeout(() => child.kill("SIGINT"), 8000);
      const first = await finished;
      clearTimeout(timer);
      expect([1, 130]).toContain(first.code);
      expect(first.stderr).toContain("The disk is full");
      execFileSync("mount", ["-o", "remount,size=256m", mounted]);
      const again = await bench.run(["run", file, "--store", mounted]);
      expect(again.code).toBe(0);
      const digest = await bench.digest(id, mounted);
      expect((await bench.run(["run", file, "--store", bench.store()])).code).toBe(0);
      expect(digest).toBe(await bench.digest(id));
    } finally {
      execFileSync("umount", ["-l", mounted]);
      await rm(mounted, { recursive: true, force: true });
    }
  },
  120_000,
);
