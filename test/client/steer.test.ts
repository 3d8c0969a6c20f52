import { Client, Connection } from "@temporalio/client";
import { afterAll, beforeAll, expect, it } from "vitest";
import { sweepWorkflowId } from "../../src/client/identity.ts";
import { requestCancel } from "../../src/client/steer.ts";
import { startSweep } from "../../src/client/sweep-client.ts";
import { ensureServer } from "../../src/server/embedded.ts";
import { parseSpec } from "../../src/spec/parse.ts";
import { planOf } from "../../src/spec/plan-of.ts";
import { freePort, ServerRoom, temporalBinary } from "../support/temporal-server.ts";

let room: ServerRoom;
let connection: Connection;

beforeAll(async () => {
  room = await ServerRoom.make();
  const binary = await temporalBinary();
  const server = await ensureServer({ env: {}, binary, folder: room.server(), port: await freePort() });
  connection = await Connection.connect({ address: server.address });
});

afterAll(async () => {
  await connection?.close();
  await room?.close();
});

const spec =
  "{name: tiny, family: gaussian, regime: replace, parameters: {samples: 5}, generations: 2, replicates: 1}";

it("starts a sweep again that was cancelled and has not ended, and joins any other", async () => {
  const client = new Client({ connection });
  const plan = planOf(parseSpec(spec, "tiny.json"));
  const start = async (): Promise<string> =>
    (await startSweep(client, "file:///nowhere", plan, { parallel: 1, priority: 3 })).signaledRunId;
  const begun = await start();
  expect(await start()).toBe(begun);
  await requestCancel(client, "file:///nowhere", plan.sweepId);
  const again = await start();
  expect(again).not.toBe(begun);
  expect(await start()).toBe(again);
  const fate = async (run: string): Promise<string> =>
    (await client.workflow.getHandle(sweepWorkflowId("file:///nowhere", plan.sweepId), run).describe()).status
      .name;
  expect([await fate(begun), await fate(again)]).toEqual(["TERMINATED", "RUNNING"]);
});
