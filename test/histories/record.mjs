// Records the histories that replay tests run against: node test/histories/record.mjs VERSION SPEC ADDRESS
// Needs a build and a running server; runs SPEC, then writes the longest history a workflow type to test/histories/VERSION.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client, Connection } from "@temporalio/client";
import { locateBinary } from "../../dist/src/server/ladder.js";

const [version, spec, address] = process.argv.slice(2);
if (!address) throw new Error("Usage: node test/histories/record.mjs VERSION SPEC ADDRESS");
const main = fileURLToPath(new URL("../../dist/src/cli/main.js", import.meta.url));
const temporal = (await locateBinary({ env: process.env })).path;
const store = mkdtempSync(join(tmpdir(), "ouro-record-"));
const begun = new Date();
spawnSync(process.execPath, [main, "run", spec, "--store", store, "--address", address, "--budget", "0.05"], {
  stdio: "inherit",
});

const connection = await Connection.connect({ address });
const client = new Client({ connection });
const folder = fileURLToPath(new URL(`./${version}/`, import.meta.url));
mkdirSync(folder, { recursive: true });
for (const type of ["sweep", "shard", "chain"]) {
  let longest;
  const query = `WorkflowType = "${type}" AND StartTime >= "${begun.toISOString()}"`;
  for await (const info of client.workflow.list({ query }))
    if (!longest || info.historyLength > longest.historyLength) longest = info;
  const show = ["workflow", "show", "--address", address, "-w", longest.workflowId, "-r", longest.runId, "-o", "json"];
  writeFileSync(join(folder, `${type}.json`), execFileSync(temporal, show, { maxBuffer: 2 ** 28 }));
  console.log(`${type}: ${longest.historyLength} events`);
}
rmSync(store, { recursive: true });
await connection.close();
