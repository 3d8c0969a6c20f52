import { statfs } from "node:fs/promises";
import { availableParallelism, freemem } from "node:os";
import { dirname } from "node:path";
import { Worker } from "node:worker_threads";
import { type Check, fail, good, warn } from "./check.ts";
import type { DoctorOptions } from "./doctor.ts";
import { filesOf } from "./running.ts";
import { compareVersions } from "./version.ts";

const oldestNode = "20.19.0";
const gibibyte = 2 ** 30;

export function checkNode(version: string): Check {
  if (compareVersions(version, oldestNode) >= 0) return good("node", `Node ${version}`);
  return fail("node", `Node ${version}`, `Install Node ${oldestNode} or newer.`);
}

export function checkCores(): Check {
  const cores = availableParallelism();
  if (cores > 1) return good("cores", `${cores} cores, a worker thread each`);
  return warn(
    "cores",
    "1 core",
    "Chains and the server share it: sweeps run, slowly. Add workers on other machines.",
  );
}

export function checkMemory(): Check {
  const limit = process.constrainedMemory(); // of a container; 0 or beyond any machine where there is none
  const free = Math.min(freemem(), limit > 0 ? limit - process.memoryUsage.rss() : Number.POSITIVE_INFINITY);
  const detail = `${(free / gibibyte).toFixed(1)} GiB free`;
  if (free >= gibibyte) return good("memory", detail);
  return warn(
    "memory",
    detail,
    "The server and the worker want about 1 GiB together; end other programs or raise the limit.",
  );
}

/** The disks of the server's data and of the store, once where they are the same. */
export async function checkDisk(options: DoctorOptions): Promise<readonly Check[]> {
  const places: [what: string, folder: string][] = [["server data", filesOf(options).folder]];
  if (options.storeFolder !== undefined) places.push(["store", options.storeFolder]);
  return Promise.all(
    places.map(async ([what, folder]) => {
      const name = `disk for ${what}`;
      const { bavail, bsize } = await statfsOfNearest(folder);
      const free = Number(bavail) * Number(bsize);
      const detail = `${(free / gibibyte).toFixed(1)} GiB free for ${folder}`;
      if (free >= 5 * gibibyte) return good(name, detail);
      const fix = "Free some space: a full disk stops the server and every checkpoint.";
      return free >= gibibyte / 2 ? warn(name, detail, fix) : fail(name, detail, fix);
    }),
  );
}

export async function checkDuckDb(): Promise<Check> {
  try {
    const { DuckDBInstance } = await import("@duckdb/node-api");
    const connection = await (await DuckDBInstance.create(":memory:")).connect();
    const [row] = (await connection.runAndReadAll("select version()")).getRows();
    connection.closeSync();
    return good("duckdb", `DuckDB ${String(row?.[0])}`);
  } catch (error) {
    const fix =
      "Run `npm install` again on this machine: DuckDB's native library is made for one platform (glibc on Linux).";
    return fail("duckdb", `DuckDB does not load: ${(error as Error).message}`, fix);
  }
}

export async function checkThreads(): Promise<Check> {
  try {
    const worker = new Worker('require("node:worker_threads").parentPort.postMessage(6 * 7)', { eval: true });
    const answer = await new Promise((resolve, reject) => {
      worker.once("message", resolve);
      worker.once("error", reject);
    });
    await worker.terminate();
    if (answer === 42) return good("worker threads", "a thread started and answered");
    return fail("worker threads", `a thread answered ${String(answer)}`, "Use an unmodified Node.");
  } catch (error) {
    const fix = "Allow this process to start threads (look at `ulimit -u` and the container's pids limit).";
    return fail("worker threads", `no thread can be started: ${(error as Error).message}`, fix);
  }
}

export async function checkStore(writable: DoctorOptions["storeWritable"]): Promise<readonly Check[]> {
  if (!writable) return [];
  try {
    return [good("store", await writable())];
  } catch (error) {
    return [
      fail(
        "store",
        (error as Error).message,
        "Name a store that this user may write: --store or OURO_STORE.",
      ),
    ];
  }
}

/** The folder itself may not exist yet. */
async function statfsOfNearest(folder: string): Promise<Awaited<ReturnType<typeof statfs>>> {
  try {
    return await statfs(folder);
  } catch (error) {
    if (dirname(folder) === folder) throw error;
    return statfsOfNearest(dirname(folder));
  }
}
