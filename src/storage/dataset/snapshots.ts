import { datasetFolder, manifestKey, snapshotKey, snapshotOf, snapshotsFolder } from "../layout.ts";
import { icebergPaths } from "../iceberg/tables.ts";
import { sealed } from "../sealed-json.ts";
import type { Store } from "../store.ts";
import { type DatasetManifest, pathsOf, readManifest, readManifestAt } from "./manifest.ts";

/** How long files of a snapshot stay after a newer one was published, for readers that hold its manifest. */
export const defaultGraceMs: number = 10 * 60 * 1000;

/** Snapshots that stay however old they are. */
const kept = 2;

/**
 * Makes a snapshot the dataset. Its numbered manifest is created once, so of two that were made from the same base one
 * wins; `manifest.json` follows. A dataset of version 0.1.0, which has no numbered manifest, gets one first, so that its
 * files stay for its readers.
 *
 * @param base what it was made from
 * @returns false when another one was first: then nothing changed
 * @throws {StoreError}
 */
export async function commitSnapshot(
  store: Store,
  manifest: DatasetManifest,
  base: DatasetManifest | undefined,
): Promise<boolean> {
  const newest = (await store.list(snapshotsFolder(manifest.sweepId))).at(-1)?.key;
  // Long after, the number may be free again: all between the base and the newest may have been pruned.
  if (newest !== undefined && newest > snapshotKey(manifest.sweepId, manifest.snapshot - 1)) return false;
  if (newest === undefined && base)
    await store.create(snapshotKey(base.sweepId, base.snapshot), sealed(base, 1));
  const key = snapshotKey(manifest.sweepId, manifest.snapshot);
  if (!(await store.create(key, sealed(manifest, 1)))) return false;
  await pointToNewest(store, manifest.sweepId);
  return true;
}

/** Writes the newest manifest as `manifest.json`, whoever was cut off before it could. */
export async function pointToNewest(store: Store, sweepId: string): Promise<void> {
  for (let pointed = -1; ; ) {
    const newest = await readManifest(store, sweepId);
    if (newest === undefined || newest.snapshot === pointed) return;
    const current = await readManifestAt(store, sweepId, manifestKey(sweepId)).catch(() => undefined);
    // Whoever wrote last looks again: an older manifest that was written late is replaced by its writer.
    if (current?.snapshot !== newest.snapshot) await store.write(manifestKey(sweepId), sealed(newest, 1));
    pointed = newest.snapshot;
  }
}

/**
 * Removes snapshots that were replaced longer than `graceMs` ago, except the two newest, and then files that no kept
 * snapshot names: theirs, and what a publication left that was cut off or came second. Files of a publication under
 * way have a number above all snapshots and stay.
 *
 * @throws {StoreError}
 */
export async function pruneSnapshots(
  store: Store,
  sweepId: string,
  graceMs: number,
  now: number,
): Promise<void> {
  const keys = (await store.list(snapshotsFolder(sweepId))).map(({ key }) => key);
  const newest = snapshotOf(keys.at(-1) ?? "");
  if (newest === undefined) return;
  const live = new Set<string>();
  let replacedAt = Number.POSITIVE_INFINITY;
  for (const [index, key] of [...keys.entries()].reverse()) {
    const manifest = await readManifestAt(store, sweepId, key);
    if (manifest === undefined) continue;
    if (index < keys.length - kept && now - replacedAt > graceMs) await store.remove(key);
    else
      for (const path of [...pathsOf(manifest), ...icebergPaths(manifest)])
        live.add(datasetFolder(sweepId) + path);
    replacedAt = Date.parse(manifest.publishedAt ?? "") || 0;
  }
  for (const { key } of await store.list(datasetFolder(sweepId))) {
    const number = snapshotOf(key);
    if (
      number !== undefined &&
      number <= newest &&
      !live.has(key) &&
      !key.startsWith(snapshotsFolder(sweepId))
    )
      await store.remove(key);
  }
}
