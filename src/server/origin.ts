import { access } from "node:fs/promises";
import { readJson, replaceJson } from "./json-file.ts";
import type { ServerFiles } from "./paths.ts";

/** Who made the database, and whether it ever served: one that never did holds nothing and may be made anew. */
export interface Origin {
  readonly serverVersion: string;
  readonly complete: boolean;
}

export async function readOrigin(files: ServerFiles): Promise<Origin | undefined> {
  const read: Partial<Origin> | undefined = await readJson(files.origin);
  return typeof read?.serverVersion === "string" ? (read as Origin) : undefined;
}

/** Before the first start, so that a database whose making was interrupted is known as such. */
export async function beginOrigin(files: ServerFiles, serverVersion: string): Promise<void> {
  const exists = await access(files.database).then(
    () => true,
    () => false,
  );
  if (!exists) await replaceJson(files.origin, { serverVersion, complete: false });
}

/** Whenever it was seen serving: whoever started it may have been killed before noting so. */
export async function completeOrigin(files: ServerFiles, serverVersion: string): Promise<void> {
  const origin = await readOrigin(files);
  if (origin?.complete && origin.serverVersion === serverVersion) return;
  await replaceJson(files.origin, { serverVersion, complete: true });
}
