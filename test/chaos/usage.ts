import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { residentBytes } from "../../src/server/processes.ts";
import type { Arena } from "./arena.ts";

/** Memory of the processes and what lies on the disk, in words: over a soak neither may grow and grow. */
export async function usage({ members, parts }: Arena): Promise<string> {
  const pids = [process.pid, ...members.map(({ pid }) => pid), await parts.server.pid()];
  const [suite = 0, ...others] = await Promise.all(pids.map((pid = 0) => residentBytes(pid)));
  const all = others.reduce<number>((sum, bytes) => sum + (bytes ?? 0), 0);
  const [store, everything] = await Promise.all([parts.store.disk, parts.folder].map(bytesBelow));
  return `memory ${mebibytes(suite)} here and ${mebibytes(all)} in ${others.length} processes, disk ${mebibytes(store)} in the store and ${mebibytes((everything ?? 0) - (store ?? 0))} beside it`;
}

function mebibytes(bytes = 0): string {
  return `${Math.round(bytes / 2 ** 20)} MiB`;
}

async function bytesBelow(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  let bytes = 0;
  for (const entry of entries)
    if (entry.isFile())
      bytes += await stat(join(entry.parentPath, entry.name)).then(
        ({ size }) => size,
        () => 0, // it was removed meanwhile
      );
  return bytes;
}
