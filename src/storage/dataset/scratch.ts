import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { ownPrefix, removeLeftBehind } from "../left-behind.ts";

const prefix = "ouro-duckdb-";

/** Makes a folder that is named after this process, and removes those of processes of this host that were killed. */
export async function makeScratch(parent: string): Promise<string> {
  await removeLeftBehind(parent, prefix);
  return await mkdtemp(join(parent, ownPrefix(prefix)));
}
