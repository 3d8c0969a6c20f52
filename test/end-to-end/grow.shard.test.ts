import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { Client, Connection } from "@temporalio/client";
import { afterAll, beforeAll, expect, it } from "vitest";
import { sweepWorkflowId } from "../../src/client/identity.ts";
import { Bench } from "../support/ouro.ts";

/** 48 cells of some seconds each, one shard; of a seed of its own, so that no sweep takes over cells of another. */
const spec = (name: string): string => `
name: ${name}
seed: ${name.length}
family: logistic-regression
parameters: { samples: { range: [4000, 4470, 10] }, dimension: 10 }
regime: replace
generations: 100
replicates: 4
report: { metrics: [squared_error] }
`;
const cells = 48;

let bench: Bench;
let address: string;
let client: Client;

beforeAll(async () => {
  bench = await Bench.make();
  address = (await bench.run(["server", "start"])).stdout.trim();
  client = new Client({ connection: await Connection.connect({ address }) });
});
afterAll(async () => {
  await client?.connection.close();
  await bench?.close();
});

interface Grown {
  readonly extent: { final: boolean; cells: number; cellsDone: number; chains: number; chainsDone: number };
  readonly verdict: { cells: number; unfinished: number; agree: number; differ: number; untested: number };
}

/** What a command prints, and that it went well. */
async function said(...args: string[]): Promise<{ stdout: string; stderr: string }> {
  const { code, stdout, stderr } = await bench.run([...args, "--store", bench.store()]);
  expect(code, stderr).toBe(0);
  return { stdout, stderr };
}

function worker(): ReturnType<Bench["start"]> {
  return bench.start(["worker", "--address", address, "--threads", "1", "--budget", "0.5"]);
}

/** Submits a sweep and pauses it once something has ended; only what is in flight then, two cohorts, goes on. */
async function begun(name: string): Promise<string> {
  const file = await bench.spec(`${name}.yaml`, spec(name));
  const id = await bench.sweepId(file);
  await said("submit", file, "--address", address, "--max-parallel", "2");
  for (let done = 0; done === 0; await sleep(100)) {
    const { stdout } = await said("status", id, "--address", address, "--json");
    done = (JSON.parse(stdout) as { chainsDone: number }).chainsDone;
  }
  // A worker that begins may take longer to answer than the command waits.
  while ((await bench.run(["pause", id, "--address", address, "--store", bench.store()])).code !== 0)
    await sleep(100);
  return id;
}

/** Files of a sweep's dataset, once there are some; asked without a pause, since they are not there for long. */
async function filesOf(id: string, some: (names: readonly string[]) => boolean): Promise<readonly string[]> {
  for (;;) {
    const names = await readdir(join(bench.store(), id, "dataset"), { recursive: true }).catch(() => []);
    if (some(names)) return names;
    await sleep(1);
  }
}

const published = (names: readonly string[]): boolean => names.includes("manifest.json");
const begins = (names: readonly string[]): boolean => names.some((name) => name.includes(".parquet"));

async function isSound(id: string): Promise<void> {
  const { stdout } = await bench.run(["fsck", id, "--address", address, "--json", "--store", bench.store()]);
  const { findings } = JSON.parse(stdout) as { findings: { severity: string }[] };
  expect(findings.filter(({ severity }) => severity === "damage")).toEqual([]);
}

it("a sweep of one shard answers with what has ended, survives a kill amid a snapshot, and ends as any other", async () => {
  const killed = worker();
  const id = await begun("grown");
  const early = await bench.run(["query", id, "SELECT 1", "--store", bench.store()]);
  if (early.code !== 0) expect(early.stderr).toContain(`\`ouro status ${id}\` says how far it is`);
  await filesOf(id, begins);
  killed.child.kill("SIGKILL");
  await killed.finished;
  const second = worker();
  await filesOf(id, published);
  await isSound(id);

  const { stdout, stderr } = await said("query", id, "SELECT count(*) AS n FROM generations", "--json");
  const report = await said("report", id, "--json");
  const { extent, verdict } = JSON.parse(report.stdout) as Grown;
  expect(extent).toMatchObject({ final: false, cells, chains: 4 * cells });
  expect(extent.cellsDone).toBeGreaterThan(0);
  expect(extent.cellsDone).toBeLessThan(cells);
  expect(JSON.parse(stdout)).toEqual([{ n: 100 * extent.chainsDone }]);
  expect(stderr).toContain(
    `this is ${extent.cellsDone} of ${cells} cells, ${extent.chainsDone} of ${4 * cells} chains`,
  );
  expect(verdict).toMatchObject({ cells, unfinished: cells - extent.cellsDone });
  expect(verdict.agree + verdict.differ + verdict.untested).toBe(extent.cellsDone);
  expect((await said("export", id, "--to", `csv:${join(bench.folder, "csv")}`)).stderr).toContain(
    "is not finished",
  );
  const diff = JSON.parse((await said("diff", id, id, "--json")).stdout) as {
    unfinished: unknown[];
    extents: unknown[];
  };
  expect(diff.unfinished).toHaveLength(cells - extent.cellsDone);

  await said("resume", id, "--address", address);
  const handle = client.workflow.getHandle(sweepWorkflowId(pathToFileURL(bench.store()).href, id));
  expect(await handle.result()).toMatchObject({ state: "done" });
  const last = JSON.parse((await said("report", id, "--json")).stdout) as Grown;
  expect(last).toMatchObject({ extent: { final: true, cellsDone: cells }, verdict: { unfinished: 0 } });
  await isSound(id);
  second.child.kill("SIGTERM");
  await second.finished;
  const elsewhere = { XDG_DATA_HOME: join(bench.folder, "elsewhere") };
  const alone = await bench.run(
    ["run", join(bench.folder, "grown.yaml"), "--store", bench.store("alone")],
    elsewhere,
  );
  expect(alone.code).toBe(0);
  expect(await bench.digest(id)).toBe(await bench.digest(id, bench.store("alone")));
  await bench.run(["server", "stop"], elsewhere);
});

it("a sweep that is cancelled amid a snapshot leaves a sound store, and goes on with the same command", async () => {
  const stopped = worker();
  const id = await begun("cancelled");
  await filesOf(id, begins);
  stopped.child.kill("SIGSTOP");
  const handle = client.workflow.getHandle(sweepWorkflowId(pathToFileURL(bench.store()).href, id));
  await handle.cancel();
  stopped.child.kill("SIGCONT");
  expect(await handle.result()).toMatchObject({ state: "cancelled" });
  stopped.child.kill("SIGTERM");
  await stopped.finished;
  await isSound(id);
  const run = await bench.run(["run", join(bench.folder, "cancelled.yaml"), "--store", bench.store()]);
  expect(run.code, run.stderr).toBe(0);
  await isSound(id);
});
