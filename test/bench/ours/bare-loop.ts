import { readFileSync } from "node:fs";
import { Worker } from "node:worker_threads";
import type { Plan } from "../../../src/spec/plan.ts";

// Argv: a plan.json and a number of threads. Prints the kernel seconds of all threads together.

const [planPath = "", threads = ""] = process.argv.slice(2);
const plan = JSON.parse(readFileSync(planPath, "utf8")) as Plan;
const next = new SharedArrayBuffer(4);
const script = new URL("bare-thread.js", import.meta.url);

const seconds = await Promise.all(
  Array.from({ length: Number(threads) }, () => {
    const worker = new Worker(script, { workerData: { plan, next } });
    return new Promise<number>((done, failed) => {
      worker.once("message", done);
      worker.once("error", failed);
    });
  }),
);
process.stdout.write(JSON.stringify({ kernel: seconds.reduce((sum, some) => sum + some, 0) }));
