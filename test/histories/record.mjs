// Records the histories that replay tests run against: node test/histories/record.mjs VERSION
// Needs a build. On a server that suggests early to continue as new it runs a sweep of small shards, and one that decides
// on replicates as it goes. Of every workflow type it keeps the longest history that is whole, one of a run that was
// still under way, and one that was continued; each is as the server gave it, compressed.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { Client, Connection } from "@temporalio/client";
import { historyToJSON } from "@temporalio/common/lib/proto-utils.js";
import { sweepWorkflowId } from "../../dist/src/client/identity.js";
import { workOf } from "../../dist/src/client/sweep-client.js";
import { locateBinary } from "../../dist/src/server/ladder.js";
import { parseSpec } from "../../dist/src/spec/parse.js";
import { planOf } from "../../dist/src/spec/plan-of.js";
import { openStore } from "../../dist/src/storage/open.js";
import { registerSweep } from "../../dist/src/storage/registration.js";
import { computeQueue, controlQueue } from "../../dist/workflows/messages.js";

const version = process.argv[2];
if (!version) throw new Error("Usage: node test/histories/record.mjs VERSION");
const main = fileURLToPath(new URL("../../dist/src/cli/main.js", import.meta.url));
const room = mkdtempSync(join(tmpdir(), "ouro-record-"));
const url = pathToFileURL(join(room, "store")).href;
const port = await freePort();
const address = `127.0.0.1:${port}`;
const suggestAfter = ["--dynamic-config-value", "limit.historyCount.suggestContinueAsNew=24"];
const temporal = (await locateBinary({ env: process.env })).path;
const server = spawn(temporal, ["server", "start-dev", "--headless", "--port", String(port), ...suggestAfter], {
  stdio: "ignore",
});
const sweeps = [
  "{name: recorded, family: gaussian, parameters: {samples: {range: [20, 24, 1]}}, regime: accumulate, generations: 200, replicates: 8, checkpoint: {every: 20}}",
  "{name: deciding, family: gaussian, parameters: {samples: {range: [20, 22, 1]}}, regime: replace, generations: 10, replicates: {until: {metric: variance, half_width: 0.001, min: 4, max: 256}}}",
];

const connection = await connected();
const worker = spawn(process.execPath, [main, "worker", "--address", address, "--threads", "1", "--budget", "0.02"], {
  stdio: "ignore",
});
const client = new Client({ connection });
const best = new Map();
try {
  const results = await Promise.all(sweeps.map(begin));
  let ended = false;
  const all = Promise.all(results.map((handle) => handle.result())).finally(() => {
    ended = true;
  });
  while (!ended) {
    await look("RUNNING");
    await sleep(300);
  }
  await all;
  await sleep(2000); // until the server's list knows how they ended
  await look("COMPLETED");
  await look("CONTINUED_AS_NEW");
} finally {
  await connection.close();
  worker.kill("SIGKILL");
  server.kill("SIGKILL");
}
const folder = fileURLToPath(new URL(`./${version}/`, import.meta.url));
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
for (const [name, { events, json }] of best) {
  writeFileSync(join(folder, `${name}.json.gz`), gzipSync(json, { level: 9 }));
  console.log(`${name}: ${events} events`);
}
rmSync(room, { recursive: true });

async function begin(spec) {
  const plan = await registerSweep(openStore(url), planOf(parseSpec(spec, "spec.json")), spec);
  const input = { store: url, sweepId: plan.sweepId, work: workOf(plan), computeQueue: computeQueue(plan.queue) };
  return await client.workflow.start("sweep", {
    taskQueue: controlQueue,
    workflowId: sweepWorkflowId(url, plan.sweepId),
    args: [{ ...input, shardSize: 2, shardWindow: 2, chainWindow: 2, growSeconds: 0.1 }],
  });
}

/** Keeps what is longer than what was found so far, of workflows in a state. */
async function look(state) {
  const kind = { RUNNING: "midway", COMPLETED: "whole", CONTINUED_AS_NEW: "continued" }[state];
  for await (const { type, workflowId, runId, status } of client.workflow.list()) {
    if (status.name !== state) continue;
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    const events = history.events ?? [];
    // One that continues another's work, midway, is worth more than one from the beginning.
    const continues = events[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId ? 1000 : 0;
    const worth = events.length + (kind === "midway" ? continues : 0);
    const name = `${type}-${kind}`;
    if (worth > (best.get(name)?.worth ?? 0))
      best.set(name, { worth, events: events.length, json: historyToJSON(history) });
  }
}

async function connected() {
  for (let tries = 0; ; tries++)
    try {
      return await Connection.connect({ address });
    } catch (error) {
      if (tries === 60) throw error;
      await sleep(500);
    }
}

async function freePort() {
  const listener = createServer();
  await new Promise((done) => listener.listen(0, "127.0.0.1", done));
  const { port: free } = listener.address();
  await new Promise((done) => listener.close(done));
  return free;
}
