import { join } from "node:path";
import { dataFolder, serverFiles } from "../../src/server/paths.ts";
import { liveState, readState } from "../../src/server/state.ts";
import { stopServer } from "../../src/server/stop.ts";
import type { Ouro } from "./ouro.ts";
import type { TemporalServer } from "./temporal.ts";

/** The server that `ouro` itself brings, in the data folder of this run. */
export function embeddedServer(ouro: Ouro, environment: NodeJS.ProcessEnv): TemporalServer {
  const folder = join(dataFolder(environment), "server", "default");
  const files = serverFiles(folder);
  return {
    kind: "embedded",
    environment: {},
    crashDatabase: undefined,
    async start() {
      const { code, stderr } = await ouro(["server", "start"]);
      if (code !== 0) throw new Error(`The embedded server did not start: ${stderr}`);
    },
    pid: async () => (await liveState(files))?.pid,
    async port() {
      const port = (await readState(files))?.port;
      if (port === undefined) throw new Error("The embedded server was never started.");
      return port;
    },
    async close() {
      await stopServer({ env: environment, folder, graceSeconds: 5 });
    },
  };
}
