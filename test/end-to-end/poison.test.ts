import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Client, Connection } from "@temporalio/client";
import { afterAll, beforeAll, expect, it } from "vitest";
import { sweepWorkflowId } from "../../src/client/identity.ts";
import { copyBuild } from "../support/build-copy.ts";
import { Bench } from "../support/ouro.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const poisoned = fileURLToPath(new URL("../activities/compute/poisoned-thread.mjs", import.meta.url));

/** Numbers of observations that mean a poison, see there, and why a chain fails of it. */
const reasons: ReadonlyMap<number, RegExp> = new Map([
  [501, /compute thread died: .*exited/i],
  [502, /compute thread died: it ran out of memory/],
  [503, /Generation 5 took longer than 1 s/],
  [504, /TypeError: Cannot read properties of undefined/],
  [505, /RangeError: /],
]);
const sound = [20, 30, 40];
const replicates = 4;
const spec = `
name: poison
seed: 3
family: gaussian
parameters: { samples: { grid: [${[...reasons.keys(), ...sound].join(", ")}] } }
regime: replace
generations: 8
replicates: ${replicates}
checkpoint: { every: 2 }
`;

/** Threads of this process may take as much memory as on a small machine: to fill that of a large one takes long. */
const small = "--import=data:text/javascript,process.constrainedMemory=()=>2**28";

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.make();
});
afterAll(() => bench?.close());

it("chains that end their thread, run out of memory or loop for ever fail with reasons, and the worker lives on", async () => {
  const build = copyBuild(root, join(bench.folder, "poisoned"));
  const folder = join(bench.folder, "poisoned", "dist", "activities", "compute");
  renameSync(join(folder, "thread.js"), join(folder, "sound-thread.js"));
  const code = readFileSync(poisoned, "utf8")
    .replace("../../../dist/activities/compute/thread.js", "./sound-thread.js")
    .replace("../../../dist/activities/compute/watch.js", "./watch.js");
  writeFileSync(join(folder, "thread.js"), code);

  const file = await bench.spec("sweep.yaml", spec);
  const { sweepId: id } = JSON.parse((await bench.run(["plan", file, "--json"])).stdout) as {
    sweepId: string;
  };
  const address = (await bench.run(["server", "start"])).stdout.trim();
  const args = ["worker", "--address", address, "--threads", "1", "--generation-timeout", "1"];
  const { child, finished } = bench.start(args, { NODE_OPTIONS: small }, build);
  const store = ["--store", bench.store()];
  expect((await bench.run(["submit", file, ...store, "--address", address])).code).toBe(0);

  const connection = await Connection.connect({ address });
  const workflowId = sweepWorkflowId(pathToFileURL(bench.store()).href, id);
  try {
    const result: unknown = await new Client({ connection }).workflow.getHandle(workflowId).result();
    expect(result).toMatchObject({
      state: "done",
      done: { chains: sound.length * replicates, failed: reasons.size * replicates },
    });
  } finally {
    await connection.close();
  }
  const failures = await bench.run(["failures", id, ...store, "--json"]);
  const groups = JSON.parse(failures.stdout) as { type: string; message: string; chains: number }[];
  expect(groups).toHaveLength(reasons.size);
  for (const reason of reasons.values()) {
    const group = groups.find(({ message }) => reason.test(message));
    expect(group, String(reason)).toMatchObject({ type: "PoisonChain", chains: replicates });
  }
  // Still the same process, and it ends as one does that is well.
  expect(child.exitCode).toBe(null);
  child.kill("SIGTERM");
  expect((await finished).code).toBe(0);
}, 600_000);
