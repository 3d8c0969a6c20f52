import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { CorruptionError } from "../../core/errors.ts";
import { datasetFolder } from "../layout.ts";
import type { Store } from "../store.ts";

/**
 * A path of a dataset's file: its own in a folder, a copy of one in a bucket.
 *
 * @param path below `<sweepId>/dataset/`
 * @param folder for copies
 * @throws {CorruptionError} when it is gone
 */
export async function localFile(
  store: Store,
  sweepId: string,
  path: string,
  folder: string,
): Promise<string> {
  const key = datasetFolder(sweepId) + path;
  if (store.url.startsWith("file:")) return store.locate(key);
  const bytes = await store.read(key);
  if (bytes === undefined)
    throw new CorruptionError(`${key} is named by the manifest and missing. Export the dataset again.`);
  const local = join(folder, path);
  await mkdir(dirname(local), { recursive: true });
  await writeFile(local, bytes);
  return local;
}
