import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Client, Connection } from "@temporalio/client";
import { Worker } from "@temporalio/worker";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { startSweep } from "../../src/client/sweep-client.ts";
import { sweepProgress } from "../../src/client/sweep-progress.ts";
import { ensureServer } from "../../src/server/embedded.ts";
import { parseSpec } from "../../src/spec/parse.ts";
import { planOf } from "../../src/spec/plan-of.ts";
import { readManifest } from "../../src/storage/dataset/manifest.ts";
import { openStore } from "../../src/storage/open.ts";
import { registerSweep } from "../../src/storage/registration.ts";
import { startWorker } from "../../src/worker/create.ts";
import { defaultWorkerSettings } from "../../src/worker/settings.ts";
import { freePort, ServerRoom, temporalBinary } from "../support/temporal-server.ts";

let room: ServerRoom;
let address: string;
let folder: string;

beforeAll(async () => {
  room = await ServerRoom.make();
  folder = await mkdtemp(join(tmpdir(), "ouro-worker-"));
  const binary = await temporalBinary();
  ({ address } = await ensureServer({ env: {}, binary, folder: room.server(), port: await freePort() }));
});

afterAll(async () => {
  await room?.close();
  await rm(folder, { recursive: true, force: true });
});

it("serves a sweep from its first fit to its dataset, and stops", async () => {
  const url = pathToFileURL(folder).href;
  const store = openStore(url);
  const spec = `{name: tiny, family: gaussian, parameters: {samples: {grid: [5, 10]}}, regime: accumulate, generations: 7, replicates: 300}`;
  const plan = await registerSweep(store, planOf(parseSpec(spec, "tiny.json")), spec);
  const connection = await Connection.connect({ address });
  const client = new Client({ connection });
  const create = vi.spyOn(Worker, "create");
  const worker = await startWorker({ address }, "default", { ...defaultWorkerSettings, threads: 1 });
  try {
    // An undeclared option of the SDK: a version that no longer reads it would let a starved worker crash.
    const [control] = await Promise.all(create.mock.results.map(({ value }) => value as Promise<Worker>));
    expect(control?.options.isolateExecutionTimeoutMs).toBeGreaterThan(24 * 3600 * 1000);
    const handle = await startSweep(client, url, plan, { parallel: 4, priority: 3 });
    expect(await handle.result()).toEqual({
      state: "done",
      done: { chains: 600, failed: 0, generations: 4200 },
    });
    const progress = await sweepProgress(client, url, plan.sweepId);
    expect(progress).toMatchObject({ state: "done", chains: 600 });
    // Cells of a plan that was not measured count a second a generation.
    expect(progress?.past.at(-1)).toEqual([expect.any(Number), 4200, 4200]);
    expect(await sweepProgress(client, url, "unknown-0123456789")).toBeUndefined();
    expect(await readManifest(store, plan.sweepId)).toMatchObject({ complete: true, chains: 600 });
  } finally {
    await worker.stop();
    await connection.close();
  }
});
