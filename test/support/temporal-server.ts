import { existsSync } from "node:fs";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onPath } from "../../src/server/environment.ts";
import { cachedBinary, serverFiles } from "../../src/server/paths.ts";
import { stillRuns } from "../../src/server/processes.ts";
import { stopServer } from "../../src/server/stop.ts";

/** The real server binary: on the PATH or in the user's cache. Tests that need it fail clearly without. */
export async function temporalBinary(): Promise<string> {
  const path = (await onPath("temporal", process.env)) ?? cachedBinary(process.env);
  if (existsSync(path)) return path;
  throw new Error(
    `These tests need a Temporal CLI on the PATH or at ${path}; \`ouro server start\` puts one there.`,
  );
}

export async function freePort(): Promise<number> {
  const listener = createServer();
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const address = listener.address();
  await new Promise((resolve) => listener.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

/** A temporary folder with servers in it: `close` ends those that run and removes all. */
export class ServerRoom {
  readonly folder: string;
  readonly #servers: Set<string> = new Set();

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async make(): Promise<ServerRoom> {
    return new ServerRoom(await mkdtemp(join(tmpdir(), "ouro-server-")));
  }

  /** The data folder of a server that `close` will end. */
  server(name = "server"): string {
    const folder = join(this.folder, name);
    this.#servers.add(folder);
    return folder;
  }

  /** An executable shell script. */
  async script(name: string, text: string): Promise<string> {
    const path = join(this.folder, name);
    await writeFile(path, `#!/bin/sh\n${text}\n`);
    await chmod(path, 0o755);
    return path;
  }

  async close(): Promise<void> {
    for (const folder of this.#servers) {
      await stopServer({ env: {}, folder, graceSeconds: 3 }).catch(() => killRecorded(folder));
    }
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

async function killRecorded(folder: string): Promise<void> {
  const { pid, mark } = JSON.parse(await readFile(serverFiles(folder).state, "utf8")) as {
    pid: number;
    mark: string;
  };
  if (await stillRuns(pid, mark)) process.kill(pid, "SIGKILL");
}
