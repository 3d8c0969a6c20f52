import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { Client, Connection } from "@temporalio/client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sweepWorkflowId } from "../../src/client/identity.ts";
import { Bench } from "../support/ouro.ts";

/** About ten seconds of compute on one core, in segments of a fraction of a second. */
const spec = (extra = ""): string => `
name: resume
seed: 7
family: gaussian
parameters: { samples: { grid: [200, 400] }, dimension: { grid: [1, 2] } }
regime: { grid: [replace, accumulate, accumulate-subsample] }
generations: 150
replicates: 96
${extra}`;

let bench: Bench;
let file: string;
let id: string;
let undisturbed: string;

beforeAll(async () => {
  bench = await Bench.make();
  file = await bench.spec("sweep.yaml", spec());
  id = await bench.sweepId(file);
  const run = await bench.run(["run", file, "--store", bench.store(), "--threads", "1"]);
  expect(run.stderr).not.toContain("ouro:");
  expect(run.code).toBe(0);
  undisturbed = await bench.digest(id);
}, 180_000);

afterAll(() => bench?.close());

/** Waits until the store holds some checkpoints, and not yet the dataset. */
async function underway(store: string): Promise<void> {
  for (let i = 0; i < 2400; i++) {
    const files = await readdir(join(store, id, "checkpoints"), { recursive: true }).catch(() => []);
    if (files.filter((name) => name.endsWith(".ckpt")).length >= 3) return;
    await sleep(50);
  }
  throw new Error("the sweep never wrote a checkpoint");
}

/** Why steps of the sweep in a store were begun again. */
async function reasonsToBeginAgain(store: string): Promise<Set<string>> {
  const { stdout } = await bench.run(["server", "status", "--json"]);
  const { address } = JSON.parse(stdout) as { address: string };
  const connection = await Connection.connect({ address });
  const { workflow } = new Client({ connection });
  const reasons = new Set<string>();
  const query = `WorkflowType IN ("shard", "chain") AND WorkflowId STARTS_WITH "${sweepWorkflowId(pathToFileURL(store).href, id)}"`;
  try {
    for await (const { workflowId, runId } of workflow.list({ query })) {
      const { events } = await workflow.getHandle(workflowId, runId).fetchHistory();
      for (const { activityTaskStartedEventAttributes: started } of events ?? [])
        if (started?.lastFailure?.message) reasons.add(started.lastFailure.message);
    }
    return reasons;
  } finally {
    await connection.close();
  }
}

describe("the same digest", () => {
  it.each([
    ["with 2 threads", ["--threads", "2"]],
    ["with 4 threads and a budget of 0.1 s", ["--threads", "4", "--budget", "0.1"]],
    ["with a budget of 10 s", ["--threads", "1", "--budget", "10"]],
  ])(
    "%s",
    async (_, options) => {
      const store = bench.store(options.join(""));
      const run = await bench.run(["run", file, "--store", store, ...options]);
      expect(run.code).toBe(0);
      expect(await bench.digest(id, store)).toBe(undisturbed);
    },
    120_000,
  );

  it("with a checkpoint at every generation", async () => {
    const every = await bench.spec(
      "every.yaml",
      spec("checkpoint: { every: 1 }").replace("generations: 150", "generations: 12"),
    );
    const free = await bench.spec("free.yaml", spec().replace("generations: 150", "generations: 12"));
    const digests = [];
    for (const path of [every, free]) {
      expect((await bench.run(["run", path, "--store", bench.store("every")])).code).toBe(0);
      digests.push(await bench.digest(await bench.sweepId(path), bench.store("every")));
    }
    expect(digests[0]).toBe(digests[1]);
  }, 240_000);
});

describe("resume", () => {
  it("goes on after SIGKILL of the run", async () => {
    const store = bench.store("killed");
    const { child, finished } = bench.start(["run", file, "--store", store, "--budget", "0.1"]);
    await underway(store);
    child.kill("SIGKILL");
    await finished;
    const again = await bench.run(["run", file, "--store", store]);
    expect(again.code).toBe(0);
    expect(await bench.digest(id, store)).toBe(undisturbed);
  }, 120_000);

  it("begins again at once what the killed run had in hand, without waiting for its heartbeats", async () => {
    const store = bench.store("in-hand");
    const args = ["run", file, "--store", store, "--threads", "1", "--budget", "1000"];
    const { child, finished } = bench.start(args);
    await underway(store);
    child.kill("SIGKILL");
    await finished;
    expect((await bench.run(args)).code).toBe(0);
    expect([...(await reasonsToBeginAgain(store))]).toEqual(["The process of its worker has ended."]);
    expect(await bench.digest(id, store)).toBe(undisturbed);
  }, 300_000);

  it("goes on after SIGKILL of the run and of the server", async () => {
    const store = bench.store("all-killed");
    const { child, finished } = bench.start(["run", file, "--store", store, "--budget", "0.1"]);
    await underway(store);
    const server = await bench.serverPid();
    child.kill("SIGKILL");
    await finished;
    expect(server).toBeDefined();
    process.kill(server as number, "SIGKILL");
    const again = await bench.run(["run", file, "--store", store]);
    expect(again.code).toBe(0);
    expect(await bench.digest(id, store)).toBe(undisturbed);
  }, 120_000);

  it("goes on when only the server is killed under a run", async () => {
    const store = bench.store("server-killed");
    const { finished } = bench.start(["run", file, "--store", store, "--budget", "0.1"]);
    await underway(store);
    const server = await bench.serverPid();
    process.kill(server as number, "SIGKILL");
    const first = await finished;
    if (first.code !== 0) expect((await bench.run(["run", file, "--store", store])).code).toBe(0);
    expect(await bench.digest(id, store)).toBe(undisturbed);
  }, 120_000);

  it("stops on Ctrl-C with exit 130 and goes on", async () => {
    const store = bench.store("interrupted");
    const { child, finished } = bench.start(["run", file, "--store", store, "--budget", "0.1"]);
    await underway(store);
    child.kill("SIGINT");
    const interrupted = await finished;
    expect(interrupted.code).toBe(130);
    expect(interrupted.stderr).toContain("Go on with the same command");
    const again = await bench.run(["run", file, "--store", store]);
    expect(again.code).toBe(0);
    expect(await bench.digest(id, store)).toBe(undisturbed);
  }, 120_000);

  it("says at once that a finished sweep is done", async () => {
    const again = await bench.run(["run", file, "--store", bench.store()]);
    expect(again.code).toBe(0);
    expect(again.stderr).toContain("done already");
  });
});
