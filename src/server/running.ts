import { join } from "node:path";
import { ProvisionError } from "../core/errors.ts";
import type { BinaryOptions } from "./binary.ts";
import { completeOrigin } from "./origin.ts";
import { dataFolder, type ServerFiles, serverFiles } from "./paths.ts";
import { serverVersion } from "./probe.ts";
import { addressOf, liveState, type ServerState } from "./state.ts";

export interface ServerOptions extends BinaryOptions {
  /** One server a profile; "default" unless given. */
  readonly profile?: string | undefined;
  /** Instead of the profile's folder under the user's data folder. */
  readonly folder?: string | undefined;
  /** That very port or an error; else 7733, or the next free one. */
  readonly port?: number | undefined;
  /** Made when missing; "default" unless given. */
  readonly namespace?: string | undefined;
  /** Days to keep finished workflows; raised when lower, never lowered. */
  readonly retentionDays?: number | undefined;
}

export interface RunningServer {
  readonly address: string;
  readonly pid: number;
  /** Whether it ran already. */
  readonly adopted: boolean;
  readonly version: string;
  readonly files: ServerFiles;
}

/** How long a server that is busy may take to answer. */
export const busyMs = 20_000;

/** The running server of this folder if it answers; starts nothing. */
export function runningServer(options: ServerOptions): Promise<RunningServer | undefined> {
  return adopt(filesOf(options), options, busyMs);
}

export function filesOf({ env, folder, profile = "default" }: ServerOptions): ServerFiles {
  if (folder === undefined && !/^[\w-][\w.-]*$/.test(profile)) {
    throw new ProvisionError(
      `A server profile must be letters, digits, dots, hyphens and underscores; got ${JSON.stringify(profile)}.`,
    );
  }
  return serverFiles(folder ?? join(dataFolder(env), "server", profile));
}

/** The running server of this folder if it answers in time; starts nothing. */
export async function adopt(
  files: ServerFiles,
  options: ServerOptions,
  timeoutMs: number,
): Promise<RunningServer | undefined> {
  const state = await liveState(files);
  if (!state) return undefined;
  refuseOtherPort(state, options);
  try {
    const version = await serverVersion({ address: addressOf(state) }, timeoutMs);
    await completeOrigin(files, version);
    return described(files, { ...state, version }, true);
  } catch {
    return undefined; // starting, busy or stuck: the caller decides how long to wait
  }
}

function refuseOtherPort(state: ServerState, { port }: ServerOptions): void {
  if (port === undefined || port === state.port) return;
  throw new ProvisionError(
    `The embedded Temporal server runs already, on port ${state.port}, not ${port}. ` +
      "Leave the port out, or stop the server first (`ouro server stop`).",
  );
}

/** A server as others see it. */
export function described(files: ServerFiles, state: ServerState, adopted: boolean): RunningServer {
  return { address: addressOf(state), pid: state.pid, adopted, version: state.version, files };
}
