import { expect, it } from "vitest";
import { type DatasetManifest, readManifest, tableNames } from "../../../src/storage/dataset/manifest.ts";
import { commitSnapshot, pruneSnapshots } from "../../../src/storage/dataset/snapshots.ts";
import { datasetFolder } from "../../../src/storage/layout.ts";
import { sha256 } from "../../../src/storage/set-aside.ts";
import type { Store } from "../../../src/storage/store.ts";
import { type Actor, everyInterleaving, type Reached } from "../../support/interleavings.ts";
import { memoryStore } from "../../support/memory-store.ts";
import { samplePlan } from "../samples.ts";

const { sweepId, specDigest, numericsVersion } = samplePlan();
const file = (snapshot: number, who: string): string =>
  `generations/${String(snapshot).padStart(8, "0")}-000000-${who}.parquet`;

/** Publishes one file on top of what stands, as `publishDataset` does without its rows; says which snapshot it made. */
function publisher(who: string): Actor<number> {
  return async (store, tell) => {
    const base = await readManifest(store, sweepId);
    const snapshot = (base?.snapshot ?? 0) + 1;
    const bytes = Buffer.from(who);
    const path = file(snapshot, who);
    await store.write(datasetFolder(sweepId) + path, bytes);
    const none = { rows: 0, files: [] };
    const tables = Object.fromEntries(tableNames.map((name) => [name, none])) as unknown as Tables;
    const files = [{ path, bytes: bytes.length, rows: 1, sha256: sha256(bytes) }];
    const manifest: DatasetManifest = {
      ...{ format: 1, sweepId, revision: 1, specDigest, numericsVersion, packageVersion: "1", snapshot },
      ...{ complete: true, chains: 1, chainsComplete: 1, computeSeconds: 0, digest: who },
      tables: { ...tables, generations: { rows: 1, files } },
    };
    if (await commitSnapshot(store, manifest, base)) {
      tell(snapshot);
      await pruneSnapshots(store, sweepId, 0, 0);
    } else await store.remove(datasetFolder(sweepId) + path);
  };
}

type Tables = DatasetManifest["tables"];

/** A store with one snapshot. */
async function published(): Promise<Map<string, Uint8Array>> {
  const blobs = new Map<string, Uint8Array>();
  await publisher("first")(memoryStore(blobs), () => undefined);
  return blobs;
}

/** The newest snapshot, all of whose files are there and are its own. */
async function newest(store: Store): Promise<number> {
  const manifest = await readManifest(store, sweepId);
  for (const { path, sha256: wanted } of manifest?.tables.generations.files ?? [])
    expect(sha256((await store.read(datasetFolder(sweepId) + path)) ?? Buffer.alloc(0)), path).toBe(wanted);
  return manifest?.snapshot ?? 0;
}

it("the dataset is whole in every order in which two publish at once, and after a crash at every step", async () => {
  const actors = [publisher("second"), publisher("third")];
  const known = new Map<string, number>();
  const look = async ({ store, blobs, facts, errors, path }: Reached<number>): Promise<void> => {
    expect(errors.filter(Boolean), path.join(" ")).toEqual([]);
    const made = facts.flat();
    expect(new Set(made).size, `two made one snapshot: ${path.join(" ")}`).toBe(made.length);
    const stands = known.get(blobs) ?? (await newest(store));
    known.set(blobs, stands);
    expect(stands, path.join(" ")).toBeGreaterThanOrEqual(Math.max(1, ...made));
  };
  expect(await everyInterleaving(await published(), actors, look)).toBeGreaterThan(500);
});
