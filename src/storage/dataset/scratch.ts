import { mkdtemp, readdir, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";

const prefix = "ouro-duckdb-";

/**
 * Makes a folder that is named after this process, and removes those that processes of this host left behind when they
 * were killed. Folders of other hosts, which may share the disk, are let be.
 */
export async function makeScratch(parent: string): Promise<string> {
  const ours = `${prefix}${hostname()}-`;
  for (const name of await readdir(parent).catch(() => [])) {
    const owner = name.startsWith(ours) ? /^(\d+)-/.exec(name.slice(ours.length))?.[1] : undefined;
    if (owner !== undefined && hasEnded(Number(owner)))
      await rm(join(parent, name), { recursive: true, force: true }).catch(() => undefined);
  }
  return await mkdtemp(join(parent, `${ours}${process.pid}-`));
}

/** Where a number has been given to another process since, the folder stays: that does less harm. */
function hasEnded(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}
