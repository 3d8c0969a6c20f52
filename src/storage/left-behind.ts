import { readdir, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";

const ofHost = (prefix: string): string => `${prefix}${hostname()}-`;

/** How a temporary file or folder of this process is to begin, so that others see whose it is. */
export function ownPrefix(prefix: string): string {
  return `${ofHost(prefix)}${process.pid}-`;
}

/**
 * Removes temporary files and folders that processes of this host left behind when they were killed. Those of other hosts,
 * which may share the disk, are let be.
 */
export async function removeLeftBehind(parent: string, prefix: string): Promise<void> {
  const ours = ofHost(prefix);
  for (const name of await readdir(parent).catch(() => [])) {
    const owner = name.startsWith(ours) ? /^(\d+)-/.exec(name.slice(ours.length))?.[1] : undefined;
    if (owner !== undefined && hasEnded(Number(owner)))
      await rm(join(parent, name), { recursive: true, force: true }).catch(() => undefined);
  }
}

/** Where a number has been given to another process since, what is there stays: that does less harm. */
function hasEnded(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}
