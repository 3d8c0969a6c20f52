import { databaseBytes } from "./database.ts";
import { filesOf, type ServerOptions } from "./running.ts";
import { serverVersion } from "./probe.ts";
import { residentBytes } from "./processes.ts";
import { addressOf, liveState } from "./state.ts";

export interface ServerStatus {
  readonly running: boolean;
  /** Whether it answers. */
  readonly healthy: boolean;
  readonly pid?: number;
  readonly address?: string;
  readonly version?: string;
  readonly binary?: string;
  readonly uptimeSeconds?: number;
  readonly rssBytes?: number;
  /** With the write-ahead log; 0 when there is no database yet. */
  readonly databaseBytes: number;
  readonly database: string;
  readonly log: string;
}

/** How the embedded server is; starts nothing. */
export async function serverStatus(options: ServerOptions): Promise<ServerStatus> {
  const files = filesOf(options);
  const common = { database: files.database, databaseBytes: await databaseBytes(files), log: files.log };
  const state = await liveState(files);
  if (!state) return { running: false, healthy: false, ...common };
  const address = addressOf(state);
  const [healthy, rssBytes] = await Promise.all([
    serverVersion({ address }, 3000).then(
      () => true,
      () => false,
    ),
    residentBytes(state.pid),
  ]);
  return {
    running: true,
    healthy,
    pid: state.pid,
    address,
    version: state.version,
    binary: state.binary,
    uptimeSeconds: Math.max(0, (Date.now() - state.startedAt) / 1000),
    ...(rssBytes !== undefined && { rssBytes }),
    ...common,
  };
}
