import { execFileSync } from "node:child_process";
import { closeSync, mkdirSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import type { DiskOrder } from "./preload.ts";

/** Where sweeps of a run lie, and how to harm it. */
export interface ChaosStore {
  readonly url: string;
  /** The same files, as they lie on this machine's disk: the audit reads them past every fault. */
  readonly disk: string;
  readonly environment: NodeJS.ProcessEnv;
  close(): Promise<void>;
}

/** A folder, on a small disk of its own where this user may mount one. */
export class FolderStore implements ChaosStore {
  readonly url: string;
  readonly disk: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Whether it is a disk of its own: then it can be filled and made read-only. */
  readonly mounted: boolean;
  readonly #orders: string;

  constructor(folder: string) {
    this.disk = join(folder, "store");
    this.url = pathToFileURL(this.disk).href;
    mkdirSync(this.disk, { recursive: true });
    this.mounted =
      process.getuid?.() === 0 && tried("mount", "-t", "tmpfs", "-o", "size=1g", "tmpfs", this.disk);
    this.#orders = join(folder, "disk.json");
    this.#give({ mode: "well", n: 1, ms: 0 });
    this.environment = { OURO_CHAOS_STORE: this.disk, OURO_CHAOS_DISK: this.#orders };
  }

  /** Behaves as ordered for some seconds, then well again. */
  async during(order: DiskOrder, seconds: number): Promise<void> {
    this.#give(order);
    await sleep(seconds * 1000);
    this.#give({ mode: "well", n: 1, ms: 0 });
  }

  /** Leaves no byte free for some seconds. */
  async full(seconds: number): Promise<void> {
    const ballast = join(this.disk, ".ballast");
    const file = openSync(ballast, "w");
    try {
      for (let size = 2 ** 20; size >= 1; )
        try {
          writeSync(file, Buffer.alloc(size));
        } catch {
          size = size > 4096 ? size >> 4 : size - 4096;
        }
    } finally {
      closeSync(file);
    }
    await sleep(seconds * 1000);
    rmSync(ballast);
  }

  /** @returns whether it could be made read-only; the system refuses while a file is being written */
  async readOnly(seconds: number): Promise<boolean> {
    for (let tries = 0; tries < 50; tries++) {
      if (tried("mount", "-o", "remount,ro", this.disk)) {
        await sleep(seconds * 1000);
        execFileSync("mount", ["-o", "remount,rw", this.disk]);
        return true;
      }
      await sleep(20);
    }
    return false;
  }

  close(): Promise<void> {
    if (this.mounted) execFileSync("umount", ["-l", this.disk]);
    return Promise.resolve();
  }

  #give(order: DiskOrder): void {
    writeFileSync(this.#orders, JSON.stringify(order));
  }
}

function tried(program: string, ...args: string[]): boolean {
  try {
    execFileSync(program, args, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
