import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CorruptionError, StoreError } from "../../core/errors.ts";
import { decodePart } from "../part.ts";
import { isPart, setAside } from "../set-aside.ts";
import type { Store } from "../store.ts";
import type { CohortFacts } from "./batches.ts";
import type { DatasetDigest } from "./digest.ts";

/** A part where DuckDB can read it. */
export interface LocalPart {
  readonly path: string;
  /** Index of its cell in the plan: parts do not say. */
  readonly cell: number;
}

/** Parts of some cohorts. */
export interface LocalParts {
  readonly parts: readonly LocalPart[];
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
  const local: LocalPart[] = [];
  for (const { sweepId, cell, parts } of cohorts)
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
      digest.add(await decodePart(bytes, entry.key));
      if (inPlace) local.push({ path: store.locate(entry.key), cell });
      else {
        const path = join(folder, `part-${String(local.length).padStart(8, "0")}.parquet`);
        await writeFile(path, bytes);
        local.push({ path, cell });
      }
    }
  return {
    parts: local,
    async release() {
      if (!inPlace) for (const { path } of local) await rm(path, { force: true });
    },
  };
}
