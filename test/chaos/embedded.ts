import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { dataFolder, serverFiles } from "../../src/server/paths.ts";
import { liveState, readState } from "../../src/server/state.ts";
import { stopServer } from "../../src/server/stop.ts";
import type { Ouro } from "./ouro.ts";
import { steadyPort } from "./ports.ts";
import type { TemporalServer } from "./temporal.ts";

/** On a slow machine it may take longer than the command waits for it. */
const startTries = 5;

/** The server that `ouro` itself brings, in the data folder of this run. */
export function embeddedServer(ouro: Ouro, environment: NodeJS.ProcessEnv): TemporalServer {
  const folder = join(dataFolder(environment), "server", "default");
  const files = serverFiles(folder);
  const start = async (): Promise<void> => {
    // Its first port is a free one: the usual one may be somebody else's. Later it takes the same again.
    const first = (await readState(files)) === undefined ? ["--port", String(await steadyPort())] : [];
    let said = "";
    for (let tries = 0; tries < startTries; tries++) {
      const { code, stderr } = await ouro(["server", "start", ...first]);
      if (code === 0) return;
      said = stderr;
    }
    throw new Error(`The embedded server did not start: ${said}`);
  };
  return {
    kind: "embedded",
    environment: {},
    crashDatabase: undefined,
    start,
    async down(seconds) {
      const pid = (await liveState(files))?.pid;
      if (pid !== undefined) process.kill(pid, "SIGKILL");
      await sleep(seconds * 1000);
      await start();
    },
    pid: async () => (await liveState(files))?.pid,
    async port() {
      const state = await liveState(files);
      if (state === undefined) throw new Error("The embedded server does not run.");
      return state.port;
    },
    async close() {
      await stopServer({ env: environment, folder, graceSeconds: 5 });
    },
  };
}
