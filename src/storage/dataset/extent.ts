import { revisionKey, revisionsFolder } from "../layout.ts";
import type { Store } from "../store.ts";
import type { DatasetManifest } from "./manifest.ts";

/** How much of a sweep a snapshot holds. */
export interface Extent {
  /** Whether nothing is to come: all chains of the newest plan are in it, or had failed. */
  readonly final: boolean;
  /** UTC, ISO 8601; this, as `cells`, `cellsDone` and `chainsFailed`, is absent where an older version made it. */
  readonly publishedAt?: string;
  /** Of the plan that it was made by. */
  readonly cells?: number;
  /** Those of which every chain is in it to its last generation. */
  readonly cellsDone?: number;
  readonly chains: number;
  readonly chainsDone: number;
  readonly chainsFailed?: number;
}

/** @throws {StoreError} */
export async function extentOf(store: Store, manifest: DatasetManifest): Promise<Extent> {
  const { publishedAt, cells, cellsComplete, chains, chainsComplete, chainsFailed } = manifest;
  const newest = (await store.list(revisionsFolder(manifest.sweepId))).at(-1)?.key ?? "";
  const revised = newest > revisionKey(manifest.sweepId, manifest.revision);
  return {
    final: !revised && (manifest.complete || chainsComplete + (chainsFailed ?? 0) >= chains),
    ...(publishedAt !== undefined && { publishedAt }),
    ...(cells !== undefined && { cells }),
    ...(cellsComplete !== undefined && { cellsDone: cellsComplete }),
    chains,
    chainsDone: chainsComplete,
    ...(chainsFailed !== undefined && { chainsFailed }),
  };
}
