import { readdir, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { codeOf } from "../file-error.ts";
import { temporaryPrefix } from "../keys.ts";
import type { Store } from "../store.ts";
import { clutter, type Finding } from "./finding.ts";

/** Files that a write which was cut off has left in a folder; a bucket has none, since a PUT is all or nothing. */
export async function* checkAsides(store: Store, sweepId: string): AsyncGenerator<Finding> {
  if (!store.url.startsWith("file:")) return;
  const root = fileURLToPath(store.url);
  yield* asidesBelow(root, join(root, sweepId));
}

async function* asidesBelow(root: string, folder: string): AsyncGenerator<Finding> {
  for (const child of await readdir(folder, { withFileTypes: true }).catch(gone)) {
    const path = join(folder, child.name);
    if (child.isDirectory()) yield* asidesBelow(root, path);
    else if (child.name.startsWith(temporaryPrefix)) {
      const facts = await stat(path).catch(gone);
      const key = relative(root, path).split(sep).join("/");
      if ("mtimeMs" in facts) yield clutter(key, "A write was cut off before it was done.", facts.mtimeMs);
    }
  }
}

/** What went away since it was listed is no finding. */
function gone(error: unknown): [] {
  if (codeOf(error) === "ENOENT") return [];
  throw error;
}
