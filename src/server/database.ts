import { open, rm, stat } from "node:fs/promises";
import { ProvisionError } from "../core/errors.ts";
import { readOrigin } from "./origin.ts";
import type { ServerFiles } from "./paths.ts";

import { compareVersions } from "./version.ts";

const magic = "SQLite format 3\0";

/**
 * Makes sure that a server of `serverVersion` can open the folder's database, or that there is none yet.
 *
 * A database whose first start never finished holds nothing that anybody wrote, and its half-made schema would stop
 * every later start: it is removed.
 *
 * @throws {ProvisionError} when the file is not a database, cannot be read and written, or is of a newer server
 */
export async function checkDatabase(files: ServerFiles, serverVersion: string): Promise<void> {
  const head = await firstBytes(files.database);
  if (head === undefined) return;
  const origin = await readOrigin(files);
  if (head.length === 0 || origin?.complete === false) {
    for (const ending of ["", "-wal", "-shm", "-journal"]) await rm(files.database + ending, { force: true });
    return;
  }
  if (head.toString("latin1") !== magic) {
    throw new ProvisionError(
      `${files.database} is not an SQLite database, so it is not the Temporal server's; it was left as it is. ` +
        `${moveAside(files)}`,
    );
  }
  if (origin && newer(origin.serverVersion, serverVersion)) {
    throw new ProvisionError(
      `${files.database} was last served by Temporal ${origin.serverVersion}; the binary found holds ${serverVersion}, ` +
        `which is older and could damage it. Name a binary of ${origin.serverVersion} or newer, or: ${moveAside(files)}`,
    );
  }
}

/** Bytes of the database with its write-ahead log; 0 when there is none. */
export async function databaseBytes(files: ServerFiles): Promise<number> {
  const sizes = ["", "-wal"].map((ending) =>
    stat(files.database + ending).then(
      (found) => found.size,
      () => 0,
    ),
  );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

/** What to do about a database that cannot be served. */
export function moveAside(files: ServerFiles): string {
  return (
    `Move ${files.database} (with its -wal and -shm) away and run again: a new one is made, finished sweeps stay in ` +
    "their store, and unfinished ones go on from their checkpoints when run again."
  );
}

function newer(a: string, b: string): boolean {
  const minor = (version: string): string => version.split(".").slice(0, 2).join(".");
  return compareVersions(minor(a), minor(b)) > 0; // schemas change between minor versions, not within one
}

async function firstBytes(file: string): Promise<Buffer | undefined> {
  try {
    const handle = await open(file, "r+");
    try {
      const { bytesRead, buffer } = await handle.read(Buffer.alloc(magic.length), 0, magic.length, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    throw new ProvisionError(
      `The server's database cannot be read and written: ${message}. Check its owner and mode.`,
      {
        cause: error,
      },
    );
  }
}
