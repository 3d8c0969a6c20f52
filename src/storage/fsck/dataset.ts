import { CorruptionError } from "../../core/errors.ts";
import { cohortCount } from "../../spec/cohorts.ts";
import type { Plan } from "../../spec/plan.ts";
import { datasetDigest } from "../dataset/digest.ts";
import { extentOf } from "../dataset/extent.ts";
import {
  type DatasetFile,
  type DatasetManifest,
  newestManifestKey,
  pathsOf,
  readManifestAt,
  tableNames,
} from "../dataset/manifest.ts";
import { cohortsAskedFor } from "../demand.ts";
import { datasetFolder, manifestKey, reportKey, snapshotsFolder } from "../layout.ts";
import { strayIceberg } from "../iceberg/follow.ts";
import { icebergPaths } from "../iceberg/tables.ts";
import { sha256 } from "../set-aside.ts";
import type { Store } from "../store.ts";
import type { CohortTotals } from "./cohorts.ts";
import { clutter, damage, type Finding } from "./finding.ts";

const madeAnew = "The dataset is made anew from the parts.";

/**
 * Checks the dataset: its manifest, every file that it names, its digest against that of the parts, its Iceberg tables,
 * and the report.
 *
 * @param intact whether checkpoints and parts are all sound
 * @throws {StoreError}
 */
export async function* checkDataset(
  store: Store,
  plan: Plan,
  totals: CohortTotals,
  intact: boolean,
): AsyncGenerator<Finding> {
  const key = await newestManifestKey(store, plan.sweepId);
  const entries = await store.list(datasetFolder(plan.sweepId));
  // What values decide cannot be known where they cannot be trusted.
  const asked = (intact ? await cohortsAskedFor(store, plan, 0, cohortCount(plan)) : []).length;
  const complete = intact && totals.finished >= asked;
  let manifest: DatasetManifest | undefined;
  try {
    manifest = await readManifestAt(store, plan.sweepId, key);
  } catch (error) {
    if (!(error instanceof CorruptionError)) throw error;
    yield damage(key, error.message, madeAnew, "publish");
    return;
  }
  if (manifest === undefined) {
    if (complete) yield damage(key, "All chains are done, and there is no dataset.", madeAnew, "publish");
    return;
  }
  for (const file of tableNames.flatMap((name) => manifest.tables[name].files)) {
    const path = datasetFolder(plan.sweepId) + file.path;
    totals.looked.datasetFiles++;
    const problem = await problemOf(store, path, file);
    if (problem) yield damage(path, problem, madeAnew, "remake");
  }
  const { rows, finished } = { rows: totals.looked.rows, finished: totals.finished };
  // A dataset of a sweep that goes on is older than the parts, and rightly has fewer rows.
  if (
    intact &&
    rows === manifest.tables.generations.rows &&
    datasetDigest(totals.digested) !== manifest.digest
  )
    yield damage(key, "Its digest is not that of the rows that are committed.", madeAnew, "publish");
  else if (!intact)
    yield damage(key, "It is made of rows that can no longer be checked.", lessRows, "publish");
  else if (manifest.complete && manifest.revision === plan.revision && finished < asked)
    yield damage(key, "It says that all chains are done, and not all are in the store.", lessRows, "publish");
  const current = await pointed(store, plan.sweepId);
  if (current !== manifest.snapshot)
    yield damage(
      manifestKey(plan.sweepId),
      "It is not the newest snapshot.",
      "It is written again.",
      "publish",
    );
  for (const stray of await strayIceberg(store, manifest))
    yield damage(stray, "It does not say what the manifest says.", "It is written again.", "publish");
  const named = await namedFiles(store, plan.sweepId);
  for (const entry of entries)
    if (!named.has(entry.key)) yield clutter(entry.key, "No snapshot names it.", entry.modified);
  // Of a sweep that goes on, or was stopped, there need be no report yet.
  const { final } = await extentOf(store, manifest);
  if (final && (await store.read(reportKey(plan.sweepId))) === undefined)
    yield damage(reportKey(plan.sweepId), "It is missing.", "It is made anew.", "publish");
}

/** Number of the snapshot that manifest.json is; undefined where it is none. */
async function pointed(store: Store, sweepId: string): Promise<number | undefined> {
  const read = readManifestAt(store, sweepId, manifestKey(sweepId));
  return (await read.catch(unlessCorrupt))?.snapshot;
}

/** Everything below `dataset/` that some snapshot needs, the older ones for readers that still hold them. */
async function namedFiles(store: Store, sweepId: string): Promise<Set<string>> {
  const named = new Set([manifestKey(sweepId)]);
  const snapshots = (await store.list(snapshotsFolder(sweepId))).map(({ key }) => key);
  for (const key of [...snapshots, manifestKey(sweepId)]) {
    named.add(key);
    const manifest = await readManifestAt(store, sweepId, key).catch(unlessCorrupt);
    for (const path of manifest ? [...pathsOf(manifest), ...icebergPaths(manifest)] : [])
      named.add(datasetFolder(sweepId) + path);
  }
  return named;
}

function unlessCorrupt(error: unknown): undefined {
  if (!(error instanceof CorruptionError)) throw error;
}

const lessRows = "The dataset is made anew of what is left; `ouro run` completes it.";

async function problemOf(store: Store, key: string, file: DatasetFile): Promise<string | undefined> {
  const bytes = await store.read(key);
  if (bytes === undefined) return "The manifest names it, and it is missing.";
  if (bytes.length !== file.bytes)
    return `It holds ${bytes.length} bytes where the manifest says ${file.bytes}.`;
  return sha256(bytes) === file.sha256 ? undefined : "Its SHA-256 is not what the manifest says.";
}
