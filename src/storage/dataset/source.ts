import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CorruptionError, StoreError } from "../../core/errors.ts";
import { isPart, setAside } from "../checkpoints.ts";
import { decodePart } from "../part.ts";
import type { Store } from "../store.ts";
import type { CohortFacts } from "./batches.ts";
import type { DatasetDigest } from "./digest.ts";

/** Parts of some cohorts where DuckDB can read them. */
export interface LocalParts {
  readonly paths: readonly string[];
  release(): Promise<void>;
}

/**
 * Brings parts to where DuckDB can read them, each checked against its checkpoint's digest and added to the dataset's.
 * Parts in a folder stay where they are; those in a bucket are copied into `folder`.
 *
 * @throws {CorruptionError} when a part's bytes changed: it is set aside, and the next run makes its rows anew
 * @throws {StoreError} when a part is gone
 */
export async function localParts(
  store: Store,
  cohorts: readonly CohortFacts[],
  folder: string,
  digest: DatasetDigest,
): Promise<LocalParts> {
  const inPlace = store.url.startsWith("file:");
  const paths: string[] = [];
  for (const { sweepId, cellId, parts } of cohorts)
    for (const entry of parts) {
      const bytes = await store.read(entry.key);
      if (bytes === undefined)
        throw new StoreError(`${entry.key} went away while it was being read. Run the same command again.`);
      if (!isPart(bytes, entry)) {
        await setAside(store, sweepId, entry.key, bytes);
        throw new CorruptionError(
          `${entry.key} is not what was committed, and was moved into quarantine. Run the same command again: its rows are made anew.`,
        );
      }
      digest.add(cellId, await decodePart(bytes, entry.key));
      if (inPlace) paths.push(store.locate(entry.key));
      else {
        const path = join(folder, `part-${String(paths.length).padStart(8, "0")}.parquet`);
        await writeFile(path, bytes);
        paths.push(path);
      }
    }
  return {
    paths,
    async release() {
      if (!inPlace) for (const path of paths) await rm(path, { force: true });
    },
  };
}
