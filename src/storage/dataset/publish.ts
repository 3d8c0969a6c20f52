import type { CohortRange } from "../../core/cell.ts";
import type { Plan } from "../../spec/plan.ts";
import type { Theorem } from "../../core/theory/prediction.ts";
import { isAskedFor, wholeDemand } from "../demand.ts";
import { listCohortFailures } from "../failures.ts";
import { datasetFolder } from "../layout.ts";
import { followWithIceberg } from "../iceberg/follow.ts";
import type { Store } from "../store.ts";
import { allRows, type CohortFacts } from "./cohort-facts.ts";
import { readCoverage } from "./coverage.ts";
import { datasetColumns } from "./columns.ts";
import { type Base, draftOf, inputsDigest } from "./draft.ts";
import type { EngineOptions } from "./engine.ts";
import { type DatasetManifest, soundManifest } from "./manifest.ts";
import { allFacts, type FactOptions, finishedFacts } from "./read-facts.ts";
import { makeSnapshot, theoryOf } from "./make-snapshot.ts";
import { commitSnapshot, defaultGraceMs, pointToNewest, pruneSnapshots } from "./snapshots.ts";

export interface PublishOptions extends EngineOptions, FactOptions {
  /** Names of a family's metrics, in the order of its parts. */
  readonly metricsOf: (family: string) => readonly string[];
  /** What papers say; without it `cells` has no verdicts. */
  readonly theory?: Theorem | undefined;
  /** Bytes that a file of `generations` is to have, about. */
  readonly bytesPerFile?: number | undefined;
  /** How long files that a newer snapshot has not stay for readers of an older one; ten minutes unless given. */
  readonly graceMs?: number | undefined;
  /** Awaited between two pieces of work of some milliseconds: others of the process may go first. */
  readonly letOthers?: (() => Promise<void>) | undefined;
  /** Rows compacted so far, of all that were not yet. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/**
 * Makes the dataset of what is committed now, finished or not: rows that the snapshot before has stay in its files,
 * the parts of others are compacted into new files of `generations`, `chains`, `cells` and `failures` are made anew, and
 * the manifest commits it all. Until then the dataset before stays as it was, and readers of older snapshots find
 * their files for a while. Where nothing changed nothing is written. Memory is bounded by `memoryLimit` and a few
 * files' bytes, however large the sweep.
 *
 * @returns the manifest that holds
 * @throws {CorruptionError} when a part is not what was committed; it is set aside
 * @throws {VersionError} when a checkpoint is of another numerics version
 * @throws {StoreError}
 */
export async function publishDataset(
  store: Store,
  plan: Plan,
  options: PublishOptions,
): Promise<DatasetManifest> {
  for (;;) {
    const base = await baseOf(store, plan.sweepId, options);
    const facts = await allFacts(store, plan, options);
    const manifest = await publishOn(store, plan, base, facts, options);
    if (manifest) return manifest;
  }
}

/** When cohorts that have ended are worth a snapshot. */
export interface Worth {
  /** Rows that make files which stay, where they are a quarter of what is there already as well. */
  readonly rows: number;
  /**
   * When the sweep began, in ms since 1970: a snapshot is worth it once that, and the snapshot before, is so long ago that
   * making it is a small share of the time. Absent: at once, with so many rows.
   */
  readonly since?: number | undefined;
}

/** What a snapshot takes beside writing its rows, what it takes a row, and what one of many rows takes beside them: as measured, or more. */
const leastSeconds = 0.5;
const rowSeconds = 2e-6;
const manyRowsSeconds = 5;
/** Times as long as a snapshot will take, or as the one before took, that has to have gone by. */
const rest = 20;

/**
 * Adds cohorts that have ended to the dataset while others are under way, once they are worth it: so that a sweep's
 * tables are made anew a few times and not a thousand.
 *
 * @param ranges where to look for cohorts that have ended; others stay as the snapshot before has them
 * @returns the new manifest, or undefined where it was not worth it, or where somebody else published
 * @throws as {@link publishDataset} does
 */
export async function publishFinished(
  store: Store,
  plan: Plan,
  ranges: readonly CohortRange[],
  worth: Worth,
  options: PublishOptions,
): Promise<DatasetManifest | undefined> {
  const base = await baseOf(store, plan.sweepId, options);
  const facts = await finishedFacts(store, plan, ranges, base?.coverage, options);
  const rows = [...facts.values()].reduce((sum, item) => sum + allRows(item), 0);
  const published = base?.manifest.tables.generations.rows ?? 0;
  return isWorth(worth, base, rows - published)
    ? await publishOn(store, plan, base, facts, options)
    : undefined;
}

function isWorth({ rows, since }: Worth, base: Base | undefined, more: number): boolean {
  const many = more >= Math.max(rows, (base?.manifest.tables.generations.rows ?? 0) / 4);
  if (since === undefined) return many;
  const before = Date.parse(base?.manifest.publishedAt ?? "") || 0;
  const waited = (Date.now() - Math.max(since, before)) / 1000;
  // Many rows are written once, now or later: only what comes beside them is lost.
  const takes = many ? manyRowsSeconds : leastSeconds + rowSeconds * more;
  return more > 0 && waited >= rest * Math.max(takes, base?.coverage?.seconds ?? 0);
}

/** Undefined where somebody else published in the meantime. */
async function publishOn(
  store: Store,
  plan: Plan,
  base: Base | undefined,
  committed: ReadonlyMap<number, CohortFacts>,
  options: PublishOptions,
): Promise<DatasetManifest | undefined> {
  const { sweepId } = plan;
  const demand = await wholeDemand(store, plan, () => options.signal?.throwIfAborted());
  const facts = new Map([...committed].filter(([, item]) => isAskedFor(demand, item)));
  const failures = (await listCohortFailures(store, plan)).filter(
    ({ cohort }) => !facts.get(cohort)?.finished,
  );
  const columns = datasetColumns(plan, options.metricsOf);
  const theory = theoryOf(plan, columns, options);
  const inputs = inputsDigest(plan, theory, demand, facts, failures);
  const draft = draftOf(plan, demand, facts, columns, base);
  let manifest = base?.manifest;
  if (base?.coverage?.inputs !== inputs || draft.rows.length > 0 || !isWhole(base)) {
    const snapshot = (base?.manifest.snapshot ?? 0) + 1;
    const made = await makeSnapshot(
      { store, plan, base, demand, facts, failures, columns, theory, inputs, draft, snapshot },
      options,
    );
    if (!(await commitSnapshot(store, made.manifest, base?.manifest))) {
      await made.discard();
      return undefined;
    }
    manifest = made.manifest;
  } else await pointToNewest(store, sweepId);
  await followWithIceberg(store, sweepId);
  await pruneSnapshots(store, sweepId, options.graceMs ?? defaultGraceMs, Date.now());
  return manifest;
}

async function baseOf(
  store: Store,
  sweepId: string,
  { onSetAside }: PublishOptions,
): Promise<Base | undefined> {
  const manifest = await soundManifest(store, sweepId, onSetAside);
  if (manifest === undefined) return undefined;
  const folder = datasetFolder(sweepId);
  const entries = await store.list(folder);
  const present = new Map(entries.map(({ key, size }) => [key.slice(folder.length), size]));
  return { manifest, coverage: await readCoverage(store, manifest), present };
}

/** Whether all files of a snapshot are there. */
function isWhole({ manifest, present }: Base): boolean {
  const files = Object.values(manifest.tables).flatMap((table) => table.files);
  return files.every(({ path, bytes }) => present.get(path) === bytes);
}
