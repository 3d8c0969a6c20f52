import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Client, Connection, type WorkflowHandle } from "@temporalio/client";
import { afterAll, beforeAll, expect, it } from "vitest";
import { sweepWorkflowId } from "../../src/client/identity.ts";
import { Bench } from "../support/ouro.ts";
import { patchedBuild } from "../support/patched-build.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const spec = (seed: number): string => `
name: upgraded-${seed}
seed: ${seed}
family: gaussian
parameters: { samples: { grid: [200, 400] }, dimension: { grid: [1, 2] } }
regime: { grid: [replace, accumulate, accumulate-subsample] }
generations: 200
replicates: 96
`;

/** A signal came while a move was being told: Temporal asks for the move again, and nothing is wrong. */
const unhandledCommand = 1;

interface Sweep {
  readonly id: string;
  readonly file: string;
}

let bench: Bench;
let address: string;
let client: Client;
let newer: string;
const sweeps: Sweep[] = [];

beforeAll(async () => {
  bench = await Bench.make();
  newer = patchedBuild(root, join(bench.folder, "newer"));
  address = (await bench.run(["server", "start"])).stdout.trim();
  client = new Client({ connection: await Connection.connect({ address }) });
  for (const seed of [1, 2, 3]) {
    const file = await bench.spec(`sweep-${seed}.yaml`, spec(seed));
    sweeps.push({ file, id: await bench.sweepId(file) });
  }
});

afterAll(async () => {
  await client?.connection.close();
  await bench?.close();
});

/** Starts a worker whose version takes the sweeps that begin from then on. */
async function worker(build?: string): Promise<ReturnType<Bench["start"]>> {
  const args = ["worker", "--address", address, "--threads", "1", "--budget", "0.1"];
  const started = bench.start([...args, "--deployment", "ouro", "--make-current"], {}, build);
  let said = "";
  started.child.stderr?.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  while (!said.includes("New sweeps begin on this version")) {
    expect(started.child.exitCode, said).toBe(null);
    await sleep(50);
  }
  return started;
}

/** Begins a sweep, waits until it has committed something, and holds it there: how fast machines are decides nothing. */
async function begin({ id, file }: Sweep): Promise<void> {
  const submitted = await bench.run(["submit", file, "--store", bench.store(), "--address", address]);
  expect(submitted.code, submitted.stderr).toBe(0);
  for (;;) {
    const folder = join(bench.store(), id, "checkpoints");
    const files = await readdir(folder, { recursive: true }).catch(() => []);
    if (files.some((name) => name.endsWith(".ckpt"))) break;
    await sleep(50);
  }
  await steer("pause", id);
}

async function steer(verb: "pause" | "resume", id: string): Promise<void> {
  const steered = await bench.run([verb, id, "--store", bench.store(), "--address", address]);
  expect(steered.code, steered.stderr).toBe(0);
}

function handleOf({ id }: Sweep): WorkflowHandle {
  return client.workflow.getHandle(sweepWorkflowId(pathToFileURL(bench.store()).href, id));
}

async function isRunning(sweep: Sweep): Promise<boolean> {
  return (await handleOf(sweep).describe()).status.name === "RUNNING";
}

/** Of a sweep's workflows that take steps: how many there were, how many took the newer version's, how many moves failed. */
async function told(id: string): Promise<{ workflows: number; patched: number; failed: number }> {
  const counted = { workflows: 0, patched: 0, failed: 0 };
  const query = `WorkflowType IN ("shard", "chain") AND WorkflowId STARTS_WITH "ouro/${id}/"`;
  for await (const { workflowId, runId } of client.workflow.list({ query })) {
    const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    counted.workflows++;
    if (events?.some((event) => event.markerRecordedEventAttributes?.markerName === "core_patch"))
      counted.patched++;
    const causes = (events ?? []).flatMap((event) => event.workflowTaskFailedEventAttributes?.cause ?? []);
    counted.failed += causes.filter((cause) => cause !== unhandledCommand).length;
  }
  return counted;
}

it("a rolling upgrade to a version with other workflows, and back: every sweep ends on the version that it began on", async () => {
  const [first, second, third] = sweeps as [Sweep, Sweep, Sweep];
  const older = await worker();
  await begin(first);
  await worker(newer);
  await begin(second);
  expect(await isRunning(first)).toBe(true);
  // Back: the worker of the older version ends, and another one of it takes over what began there, and what begins.
  older.child.kill("SIGTERM");
  expect((await older.finished).code).toBe(0);
  await worker();
  await begin(third);
  expect(await isRunning(second)).toBe(true);

  for (const { id } of sweeps) await steer("resume", id);
  for (const sweep of sweeps) expect(await handleOf(sweep).result()).toMatchObject({ state: "done" });
  for (const [{ id }, share] of [
    [first, 0],
    [second, 1],
    [third, 0],
  ] as const) {
    const { workflows, patched, failed } = await told(id);
    expect(workflows).toBeGreaterThan(0);
    expect({ patched, failed }).toEqual({ patched: share * workflows, failed: 0 });
  }
  const elsewhere = { XDG_DATA_HOME: join(bench.folder, "elsewhere") };
  const other = bench.store("undisturbed");
  for (const { id, file } of sweeps) {
    expect((await bench.run(["run", file, "--store", other], elsewhere)).code).toBe(0);
    expect(await bench.digest(id)).toBe(await bench.digest(id, other));
  }
  await bench.run(["server", "stop"], elsewhere);
}, 300_000);
