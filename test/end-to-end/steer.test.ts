import { setTimeout as sleep } from "node:timers/promises";
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
name: steered
seed: 11
family: gaussian
parameters: { samples: { grid: [300, 400, 500, 600] } }
regime: accumulate-subsample
generations: 600
replicates: 96
`,
  );
  id = await bench.sweepId(file);
});

afterAll(() => bench?.close());

interface Status {
  readonly state: string;
  readonly generationsDone: number;
}

async function status(): Promise<Status> {
  const { code, stdout, stderr } = await bench.run(["status", id, "--store", bench.store(), "--json"]);
  // The run that was started a moment ago may not have registered the sweep yet.
  if (code === 1 && stderr.includes("holds no sweep")) return { state: "unregistered", generationsDone: 0 };
  expect(code).toBe(0);
  return JSON.parse(stdout) as Status;
}

async function until(state: string): Promise<void> {
  for (let i = 0; i < 60; i++) {
    if ((await status()).state === state) return;
    await sleep(250);
  }
  throw new Error(`the sweep never was ${state}`);
}

it("pauses, goes on, is cancelled, and ends with the digest of an undisturbed run", async () => {
  const store = ["--store", bench.store()];
  const { finished } = bench.start(["run", file, ...store, "--budget", "0.1"]);
  await until("running");
  expect((await bench.run(["pause", id, ...store])).code).toBe(0);
  expect((await status()).state).toBe("paused");
  await sleep(1500); // segments under way end within their budget
  const paused = await status();
  await sleep(1500);
  expect((await status()).generationsDone).toBe(paused.generationsDone);

  expect((await bench.run(["resume", id, ...store])).code).toBe(0);
  expect((await status()).state).toBe("running");
  expect((await bench.run(["cancel", id, ...store])).code).toBe(0);
  const cancelled = await finished;
  expect(cancelled.stderr).toContain("was cancelled");
  expect(cancelled.code).toBe(1);
  // The run took its server with it, and the store says what was done.
  const left = await status();
  expect(left.state).toBe("stored");
  expect(left.generationsDone).toBeGreaterThanOrEqual(paused.generationsDone);

  expect((await bench.run(["run", file, ...store])).code).toBe(0);
  expect((await bench.run(["run", file, "--store", bench.store("other")])).code).toBe(0);
  expect(await bench.digest(id)).toBe(await bench.digest(id, bench.store("other")));
}, 300_000);

it("steers nothing that does not run, and says so", async () => {
  const run = await bench.run(["pause", "no-such-0123456789", "--store", bench.store()]);
  expect(run.code).toBe(1);
  expect(run.stderr).toMatch(/^ouro: /m);
});
