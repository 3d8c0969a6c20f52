// Makes the dataset of a sweep when told to, and says its digest: node publisher.mjs STORE SWEEP, with an IPC channel.
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { familyNamed } from "../../dist/src/core/families/registry.js";
import { predictions } from "../../dist/src/core/theory/registry.js";
import { publishDataset } from "../../dist/src/storage/dataset/publish.js";
import { openStore } from "../../dist/src/storage/open.js";
import { readPlan } from "../../dist/src/storage/registration.js";

const [folder = "", sweepId = ""] = process.argv.slice(2);
const store = openStore(pathToFileURL(resolve(folder)).href);
const plan = await readPlan(store, sweepId);
if (plan === undefined) throw new Error(`${folder} holds no ${sweepId}`);
process.send("ready");
await new Promise((go) => process.once("message", go));
const { digest, snapshot } = await publishDataset(store, plan, {
  metricsOf: (family) => familyNamed(family).metrics.map(({ name }) => name),
  theory: predictions,
  memoryLimit: "256MiB",
  threads: 1,
});
process.send({ digest, snapshot });
process.disconnect();
