import { Connection } from "@temporalio/client";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ensureServer } from "../../src/server/embedded.ts";
import { onPath } from "../../src/server/environment.ts";
import { cachedBinary } from "../../src/server/paths.ts";
import { freePort, ServerRoom } from "../support/temporal-server.ts";

let room: ServerRoom;
beforeAll(async () => {
  room = await ServerRoom.make();
});
afterAll(() => room?.close());

// A busy machine makes a server give requests up amid a look into its database. What others install is not ours to mend.
it.skipIf(await onPath("temporal", process.env))(
  "the server that is built here goes on after requests that were given up at any time",
  async () => {
    const binary = cachedBinary(process.env);
    const { address } = await ensureServer({
      ...{ env: {}, binary, folder: room.server(), port: await freePort() },
    });
    const connection = await Connection.connect({ address });
    const { workflowService } = connection;
    const looks = [
      () => workflowService.listNamespaces({ pageSize: 100 }),
      () => workflowService.listWorkflowExecutions({ namespace: "default", pageSize: 100 }),
      () => workflowService.describeNamespace({ namespace: "default" }),
    ];
    const look = async (which: number, ms: number): Promise<unknown> =>
      await connection.withDeadline(Date.now() + ms, async () => await looks[which % looks.length]?.());
    try {
      // With the SQLite of before a third of these were enough.
      await Promise.all(
        Array.from({ length: 24 }, async (_, loop) => {
          for (let n = 0; n < 250; n++)
            await look(n + loop, 1 + ((5 * n + loop) % 12)).catch(() => undefined);
        }),
      );
      for (const which of looks.keys()) expect(await look(which, 20_000)).toBeDefined();
    } finally {
      await connection.close();
    }
  },
  120_000,
);
