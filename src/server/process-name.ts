import { readlink } from "node:fs/promises";
import { hostname } from "node:os";
import { processMark, stillRuns } from "./processes.ts";

/**
 * A name of this process that tells others on its machine, later, whether it still runs: number, host, what sees the
 * same numbers, and the process's mark.
 */
export async function processName(): Promise<string> {
  return `${process.pid}@${hostname()}#${await numbering()}#${(await processMark(process.pid)) ?? ""}`;
}

/** Whether a name is that of a process of this machine that has ended; false where that cannot be told from here. */
export async function hasEnded(name: string): Promise<boolean> {
  const [, pid, host, scope, mark] = /^(\d+)@([^#]*)#([^#]*)#(.+)$/.exec(name) ?? [];
  if (mark === undefined || host !== hostname() || scope !== (await numbering())) return false;
  // Hosts may be called alike, and a boot is one machine's.
  if (process.platform === "linux" && bootOf(mark) !== bootOf((await processMark(process.pid)) ?? ""))
    return false;
  return !(await stillRuns(Number(pid), mark));
}

/** Containers of one host may bear its name and number their processes for themselves. */
async function numbering(): Promise<string> {
  return process.platform === "linux" ? await readlink("/proc/self/ns/pid").catch(() => "") : "";
}

function bootOf(mark: string): string | undefined {
  return mark.split(":")[0];
}
