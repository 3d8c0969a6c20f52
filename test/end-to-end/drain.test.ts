import { pathToFileURL } from "node:url";
import { setTimeout as sleep } from "node:timers/promises";
import { Client, Connection, defaultPayloadConverter } from "@temporalio/client";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { StepHints } from "../../activities/compute/trials.ts";
import { newestCheckpoint } from "../../src/storage/checkpoints.ts";
import { cohortIdentity } from "../../src/storage/cohort-identity.ts";
import { openStore } from "../../src/storage/open.ts";
import { readPlan } from "../../src/storage/registration.ts";
import { Bench } from "../support/ouro.ts";

/** As the worker has it. */
const graceSeconds = 30;
const generations = 30;

/** One chain of generations that each take some tenths of a second. */
const spec = `
name: drained
seed: 5
family: gaussian
parameters: { samples: 4000, dimension: 1000 }
regime: replace
generations: ${generations}
replicates: 1
`;

let bench: Bench;
let file: string;
let id: string;
let connection: Connection;
let address: string;

beforeAll(async () => {
  bench = await Bench.make();
  file = await bench.spec("sweep.yaml", spec);
  id = await bench.sweepId(file);
  address = (await bench.run(["server", "start"])).stdout.trim();
  connection = await Connection.connect({ address });
});

afterAll(async () => {
  await connection?.close();
  await bench?.close();
});

/** The generation that is being computed, as the worker's last heartbeat said; 0 before it said any. */
async function underWay(client: Client): Promise<number> {
  for await (const { workflowId } of client.workflow.list({
    query: 'WorkflowType IN ("shard", "chain") AND ExecutionStatus = "Running"',
  })) {
    const { raw } = await client.workflow.getHandle(workflowId).describe();
    const details = raw.pendingActivities?.[0]?.heartbeatDetails?.payloads?.[0];
    if (details) return defaultPayloadConverter.fromPayload<StepHints>(details).underWay?.generation ?? 0;
  }
  return 0;
}

/** The last generation of each committed step, read as a worker reads them. */
async function committed(): Promise<number[]> {
  const store = openStore(pathToFileURL(bench.store()).href);
  const plan = await readPlan(store, id);
  const newest = plan && (await newestCheckpoint(store, cohortIdentity(plan, 0)));
  return newest?.parts.map(({ to }) => to) ?? [];
}

it("SIGTERM: a worker ends within its grace time and leaves a checkpoint at most one generation old", async () => {
  const client = new Client({ connection });
  const store = ["--store", bench.store()];
  expect((await bench.run(["submit", file, ...store, "--address", address])).code).toBe(0);
  // With this budget the whole chain is one step: what is committed, the stop committed.
  const args = ["worker", "--address", address, "--threads", "1", "--budget", "10000"];
  const { child, finished } = bench.start(args);
  let reached = 0;
  while (reached < 4) {
    await sleep(50);
    reached = Math.max(reached, await underWay(client));
  }
  expect(await committed()).toEqual([]);

  const began = performance.now();
  child.kill("SIGTERM");
  const { code, stderr } = await finished;
  const seconds = (performance.now() - began) / 1000;
  expect(code, stderr).toBe(0);
  expect(stderr).toContain("SIGTERM: committing what is under way");
  expect(seconds).toBeLessThan(graceSeconds);
  const kept = await committed();
  expect(kept).toHaveLength(1);
  // The generation that was under way, and not the one before it.
  expect(kept[0]).toBeGreaterThanOrEqual(reached);
  expect(kept[0]).toBeLessThan(generations);

  // Who goes on does so from there, and the numbers are the same.
  expect((await bench.run(["run", file, ...store, "--budget", "10000"])).code).toBe(0);
  expect(await committed()).toEqual([kept[0], generations]);
  const other = bench.store("undisturbed");
  expect((await bench.run(["run", file, "--store", other])).code).toBe(0);
  expect(await bench.digest(id)).toBe(await bench.digest(id, other));
}, 300_000);
