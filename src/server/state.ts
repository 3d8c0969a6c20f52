import { rm } from "node:fs/promises";
import { readJson, replaceJson } from "./json-file.ts";
import type { ServerFiles } from "./paths.ts";
import { stillRuns } from "./processes.ts";

/** Which process serves this folder's database. */
export interface ServerState {
  /** 0 once it was stopped on purpose. */
  readonly pid: number;
  /** See `processMark`: guards against another process under the same number. */
  readonly mark: string;
  /** The machine's name. */
  readonly host: string;
  readonly port: number;
  readonly version: string;
  readonly binary: string;
  readonly database: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}

/** What the state file says, alive or not; undefined when there is none or it cannot be understood. */
export async function readState(files: ServerFiles): Promise<ServerState | undefined> {
  const read: Partial<ServerState> | undefined = await readJson(files.state);
  const whole =
    Number.isSafeInteger(read?.pid) && Number.isSafeInteger(read?.port) && typeof read?.mark === "string";
  return whole ? (read as ServerState) : undefined;
}

/** The state, if the process it names still runs. */
export async function liveState(files: ServerFiles): Promise<ServerState | undefined> {
  const state = await readState(files);
  return state && (await stillRuns(state.pid, state.mark)) ? state : undefined;
}

export function writeState(files: ServerFiles, state: ServerState): Promise<void> {
  return replaceJson(files.state, state);
}

export function removeState(files: ServerFiles): Promise<void> {
  return rm(files.state, { force: true });
}

export function addressOf(state: ServerState): string {
  return `127.0.0.1:${state.port}`;
}
