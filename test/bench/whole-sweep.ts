import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SpecInput } from "../../src/spec/content.ts";
import { type Memory, watchMemory } from "./memory.ts";
import { ouro } from "./ouro.ts";
import { ownServer } from "./own-server.ts";
import { timed } from "./timed.ts";

/** What a sweep took that was run from nothing to its report. */
export interface WholeRun {
  /** Seconds of `ouro run`, and of `ouro status` of what it left. */
  readonly wall: number;
  readonly statusWall: number;
  readonly memory: Memory;
  /** Everything in the embedded server's folder at the end. */
  readonly databaseMB: number;
  /** The store at the end. */
  readonly storeMB: number;
}

/** Runs a spec in an empty store, on an embedded server of its own. */
export async function runWhole(spec: SpecInput, threads: number, limit: number): Promise<WholeRun> {
  const folder = await mkdtemp(join(tmpdir(), "ouro-scale-"));
  const env = ownServer(folder);
  const memory = watchMemory(folder);
  try {
    const store = join(folder, "store");
    const file = join(folder, "spec.yaml");
    await writeFile(file, JSON.stringify(spec)); // JSON is YAML
    const options = { env, limit };
    const { wall } = await timed(ouro("run", file, "--store", store, "--threads", String(threads)), options);
    const seen = memory.stop();
    const [id = ""] = await readdir(store);
    const status = await timed(ouro("status", id, "--store", store, "--json"), options);
    const databaseMB = await sizeMB(join(folder, "data"));
    return { wall, statusWall: status.wall, memory: seen, databaseMB, storeMB: await sizeMB(store) };
  } finally {
    memory.stop();
    await timed(ouro("server", "stop"), { env, limit }).catch(() => undefined); // it may have stopped by itself
    await rm(folder, { recursive: true, force: true });
  }
}

/** Of all files below a folder. */
async function sizeMB(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  let bytes = 0;
  for (const entry of entries)
    if (entry.isFile()) bytes += (await stat(join(entry.parentPath, entry.name))).size;
  return bytes / 1e6;
}
