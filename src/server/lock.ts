import { randomUUID } from "node:crypto";
import { link, mkdir, readFile, rm, rmdir, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { ProvisionError } from "../core/errors.ts";
import { processMark, stillRuns } from "./processes.ts";

interface Holder {
  readonly pid: number;
  readonly mark: string;
  readonly token: string;
}

export interface LockOptions {
  readonly timeoutMs: number;
  /** What the lock is for, as it stands in "… while waiting for another process to …". */
  readonly purpose: string;
  /** Called about once a second while somebody else holds it. */
  readonly onWait?: ((holder: number, waitedSeconds: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

const guardMaxAgeMs = 10_000;

/**
 * Runs `task` while no other process on this machine runs one under the same lock file.
 *
 * A lock whose holder no longer runs is taken over.
 *
 * @throws {ProvisionError} when the holder still has it after `timeoutMs`
 */
export async function withLock<T>(file: string, options: LockOptions, task: () => Promise<T>): Promise<T> {
  const mine: Holder = {
    pid: process.pid,
    mark: (await processMark(process.pid)) ?? "",
    token: randomUUID(),
  };
  await mkdir(dirname(file), { recursive: true });
  await acquire(file, mine, options);
  try {
    return await task();
  } finally {
    if ((await holderOf(file))?.token === mine.token) await rm(file, { force: true });
  }
}

async function acquire(file: string, mine: Holder, options: LockOptions): Promise<void> {
  const start = performance.now();
  let told = 0;
  while (!(await created(file, mine))) {
    options.signal?.throwIfAborted();
    const holder = await holderOf(file);
    if (holder && !(await stillRuns(holder.pid, holder.mark))) {
      await removeStale(file);
      continue;
    }
    const waited = (performance.now() - start) / 1000;
    if (waited * 1000 > options.timeoutMs) {
      throw new ProvisionError(
        `Gave up after ${Math.round(waited)} s of waiting for process ${holder?.pid ?? "?"} to ${options.purpose}. ` +
          `If that process is stuck, end it; the lock ${file} is then taken over.`,
      );
    }
    if (waited >= told) {
      options.onWait?.(holder?.pid ?? 0, waited);
      told = waited + 1;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** A hard link to a finished file: unlike an exclusive open, nobody ever sees the lock without its holder in it. */
async function created(file: string, mine: Holder): Promise<boolean> {
  const draft = `${file}.${mine.token}`;
  await writeFile(draft, JSON.stringify(mine), { flag: "wx" });
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/**
 * Two processes may find the same stale lock: without the guard, the slower would delete the new lock of the faster.
 * Under the guard only its holder removes locks of the dead, so a second look is final.
 */
async function removeStale(file: string): Promise<void> {
  const guard = `${file}.guard`;
  try {
    await mkdir(guard);
  } catch {
    const age = await stat(guard).then(
      (found) => Date.now() - found.mtimeMs,
      () => 0,
    );
    if (age > guardMaxAgeMs) await rmdir(guard).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 20));
    return;
  }
  try {
    const holder = await holderOf(file);
    if (holder && !(await stillRuns(holder.pid, holder.mark))) await rm(file, { force: true });
  } finally {
    await rmdir(guard);
  }
}

async function holderOf(file: string): Promise<Holder | undefined> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch {
    return undefined; // released meanwhile
  }
  try {
    const read = JSON.parse(text) as Partial<Holder>;
    return { pid: Number(read.pid), mark: String(read.mark), token: String(read.token) };
  } catch {
    return { pid: 0, mark: "", token: "" }; // not written by us, or torn by a power cut: nobody's
  }
}
