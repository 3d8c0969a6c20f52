import { homedir } from "node:os";
import { join, posix, win32 } from "node:path";
import type { Environment } from "./environment.ts";

/** Where one embedded server keeps what is its own. */
export interface ServerFiles {
  readonly folder: string;
  /** SQLite file; `-wal` and `-shm` stand beside it and belong to it. */
  readonly database: string;
  readonly log: string;
  /** Which process serves, and where. */
  readonly state: string;
  /** Held while a server is being started or stopped. */
  readonly lock: string;
  /** Which server version made the database. */
  readonly origin: string;
}

/** The user's cache folder for us: binaries, all of which can be had again. */
export function cacheFolder(env: Environment, platform: NodeJS.Platform = process.platform): string {
  const path = platform === "win32" ? win32 : posix;
  if (env["XDG_CACHE_HOME"]) return path.join(env["XDG_CACHE_HOME"], "ouroboros");
  const home = homeFolder(env, platform);
  if (platform === "darwin") return path.join(home, "Library", "Caches", "ouroboros");
  if (platform === "win32") return path.join(localFolder(env, home), "ouroboros", "cache");
  return path.join(home, ".cache", "ouroboros");
}

/** The user's data folder for us: the embedded server's database, which is not to be deleted while sweeps run. */
export function dataFolder(env: Environment, platform: NodeJS.Platform = process.platform): string {
  const path = platform === "win32" ? win32 : posix;
  if (env["XDG_DATA_HOME"]) return path.join(env["XDG_DATA_HOME"], "ouroboros");
  const home = homeFolder(env, platform);
  if (platform === "darwin") return path.join(home, "Library", "Application Support", "ouroboros");
  if (platform === "win32") return path.join(localFolder(env, home), "ouroboros", "data");
  return path.join(home, ".local", "share", "ouroboros");
}

/** Raised when a binary that lies there must be had anew; 2: SQLite recovers from requests that are given up. */
const binaryEdition = 2;

/** Where a server binary that we fetched or built lies. */
export function cachedBinary(env: Environment): string {
  const name = `temporal-${binaryEdition}`;
  return join(cacheFolder(env), "bin", process.platform === "win32" ? `${name}.exe` : name);
}

export function serverFiles(folder: string): ServerFiles {
  return {
    folder,
    database: join(folder, "temporal.sqlite"),
    log: join(folder, "server.log"),
    state: join(folder, "server.json"),
    lock: join(folder, "server.lock"),
    origin: join(folder, "origin.json"),
  };
}

function homeFolder(env: Environment, platform: NodeJS.Platform): string {
  return (platform === "win32" ? env["USERPROFILE"] : env["HOME"]) || homedir();
}

function localFolder(env: Environment, home: string): string {
  return env["LOCALAPPDATA"] || win32.join(home, "AppData", "Local");
}
