import { CorruptionError } from "../../core/errors.ts";
import { cohortCount } from "../../spec/cohorts.ts";
import type { Plan } from "../../spec/plan.ts";
import { type DatasetFile, type DatasetManifest, readManifest, tableNames } from "../dataset/manifest.ts";
import { datasetFolder, manifestKey, reportKey } from "../layout.ts";
import { sha256 } from "../set-aside.ts";
import type { Store } from "../store.ts";
import type { CohortTotals } from "./cohorts.ts";
import { clutter, damage, type Finding } from "./finding.ts";

const madeAnew = "The dataset is made anew from the parts.";

/**
 * Checks the dataset: its manifest, every file that it names, its digest against that of the parts, and the report.
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
  const key = manifestKey(plan.sweepId);
  const entries = await store.list(datasetFolder(plan.sweepId));
  const complete = totals.finished === cohortCount(plan);
  let manifest: DatasetManifest | undefined;
  try {
    manifest = await readManifest(store, plan.sweepId);
  } catch (error) {
    if (!(error instanceof CorruptionError)) throw error;
    yield damage(key, error.message, madeAnew, "publish");
    return;
  }
  if (manifest === undefined) {
    if (complete) yield damage(key, "All chains are done, and there is no dataset.", madeAnew, "publish");
    return;
  }
  const named = new Set([key]);
  for (const file of tableNames.flatMap((name) => manifest.tables[name].files)) {
    const path = datasetFolder(plan.sweepId) + file.path;
    named.add(path);
    totals.looked.datasetFiles++;
    const problem = await problemOf(store, path, file);
    if (problem) yield damage(path, problem, madeAnew, "publish");
  }
  const { rows, finished } = { rows: totals.looked.rows, finished: totals.finished };
  // A dataset of a sweep that goes on is older than the parts, and rightly has fewer rows.
  if (intact && rows === manifest.tables.generations.rows && totals.digest.value() !== manifest.digest)
    yield damage(key, "Its digest is not that of the rows that are committed.", madeAnew, "publish");
  else if (!intact)
    yield damage(key, "It is made of rows that can no longer be checked.", lessRows, "publish");
  else if (manifest.complete && manifest.revision === plan.revision && finished < cohortCount(plan))
    yield damage(key, "It says that all chains are done, and not all are in the store.", lessRows, "publish");
  for (const entry of entries)
    if (!named.has(entry.key))
      yield clutter(entry.key, "It is of a snapshot that is not the dataset.", entry.modified);
  if ((await store.read(reportKey(plan.sweepId))) === undefined)
    yield damage(reportKey(plan.sweepId), "It is missing.", "It is made anew.", "publish");
}

const lessRows = "The dataset is made anew of what is left; `ouro run` completes it.";

async function problemOf(store: Store, key: string, file: DatasetFile): Promise<string | undefined> {
  const bytes = await store.read(key);
  if (bytes === undefined) return "The manifest names it, and it is missing.";
  if (bytes.length !== file.bytes)
    return `It holds ${bytes.length} bytes where the manifest says ${file.bytes}.`;
  return sha256(bytes) === file.sha256 ? undefined : "Its SHA-256 is not what the manifest says.";
}
