import type { Theorem } from "../../core/theory/prediction.ts";
import type { Plan } from "../../spec/plan.ts";
import { packageVersion } from "../../version.ts";
import { isFinished, newestCheckpoints, type SetAside } from "../checkpoints.ts";
import { cohortCount } from "../../spec/cohorts.ts";
import { listCohortFailures } from "../failures.ts";
import { datasetFolder, manifestKey } from "../layout.ts";
import { sealed } from "../sealed-json.ts";
import type { Store } from "../store.ts";
import { batches, type CohortFacts, rowsOf } from "./batches.ts";
import { createCellFacts } from "./cell-facts.ts";
import { cellsSelect, createCellSummaries, summariseCells } from "./cells.ts";
import { chainsSelect, createChainFacts } from "./chains.ts";
import { datasetColumns } from "./columns.ts";
import { DatasetDigest } from "./digest.ts";
import { type EngineOptions, openEngine } from "./engine.ts";
import { createFailureFacts, failuresSelect } from "./failures.ts";
import { generationGrid } from "./generation-grid.ts";
import { generationsSelect, partitionPath } from "./generations.ts";
import {
  type DatasetManifest,
  type DatasetTable,
  soundManifest,
  type TableName,
  tableNames,
} from "./manifest.ts";
import { SnapshotWriter } from "./output.ts";
import { localParts } from "./source.ts";

export interface PublishOptions extends EngineOptions {
  /** Names of a family's metrics, in the order of its parts. */
  readonly metricsOf: (family: string) => readonly string[];
  /** What papers say; without it `cells` has no verdicts. */
  readonly theory?: Theorem | undefined;
  /** Rows that a file of `generations` holds, about: what bounds memory. */
  readonly rowsPerFile?: number | undefined;
  /** Rows compacted so far, of all. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  readonly onSetAside?: ((notice: SetAside) => void) | undefined;
}

const defaultRowsPerFile = 2 ** 21;

/**
 * Makes the dataset of what is committed now, finished or not: compacts the parts that the newest checkpoints name into
 * `generations`, adds `chains`, `cells` and `failures`, and commits them together with the manifest. Until then the
 * dataset before stays as it was, and after it the files of older snapshots are removed. Memory is bounded by
 * `memoryLimit` and by one file's rows, however large the sweep.
 *
 * @returns the manifest
 * @throws {CorruptionError} when a part is not what was committed; it is set aside
 * @throws {ConflictError} when a checkpoint is of another numerics version
 * @throws {StoreError}
 */
export async function publishDataset(
  store: Store,
  plan: Plan,
  options: PublishOptions,
): Promise<DatasetManifest> {
  const snapshot = await nextSnapshot(store, plan.sweepId, options);
  const cohorts = await readCohorts(store, plan, options);
  const failures = await listCohortFailures(store, plan);
  const columns = datasetColumns(plan, options.metricsOf);
  const engine = await openEngine(options);
  try {
    const { connection, folder } = engine;
    await createCellFacts(connection, plan, columns);
    await createCellSummaries(connection);
    const writer = new SnapshotWriter(store, plan, snapshot, connection, folder);
    const digest = new DatasetDigest();
    const grid = generationGrid(plan.generations);
    const total = [...cohorts.values()].reduce((rows, facts) => rows + rowsOf(facts), 0);
    let done = 0;
    for (const batch of batches(plan, [...cohorts.values()], options.rowsPerFile ?? defaultRowsPerFile)) {
      const metrics = options.metricsOf(batch.family);
      const locals: string[] = [];
      for (const file of batch.files) {
        options.signal?.throwIfAborted();
        const parts = await localParts(store, file, folder, digest);
        const rows = file.reduce((sum, facts) => sum + rowsOf(facts), 0);
        const select = generationsSelect(plan, columns, parts.parts, metrics);
        locals.push(
          await writer.write("generations", partitionPath(batch.family, batch.regime), select, rows),
        );
        await parts.release();
        done += rows;
        options.onProgress?.(done, total);
      }
      await connection.run("SET threads = 1");
      await summariseCells(connection, plan, columns, metrics, locals, grid, options.theory);
      await connection.run(`SET threads = ${options.threads ?? 2}`);
      await writer.release(locals);
    }
    if (total === 0) await writer.write("generations", "", generationsSelect(plan, columns, [], []));
    await createChainFacts(connection, plan, cohorts);
    await createFailureFacts(
      connection,
      plan,
      failures.filter(({ cohort }) => !cohorts.get(cohort)?.finished),
    );
    await writer.write("chains", "", chainsSelect(plan, columns), plan.cells.length * plan.replicates);
    await writer.write("cells", "", cellsSelect(plan, columns));
    await writer.write("failures", "", failuresSelect(plan));
    options.signal?.throwIfAborted();
    const manifest = manifestOf(plan, snapshot, cohorts, digest, writer);
    await store.write(manifestKey(plan.sweepId), sealed(manifest, 1));
    await removeOlder(store, manifest);
    return manifest;
  } catch (error) {
    options.signal?.throwIfAborted();
    throw error;
  } finally {
    await engine.close();
  }
}

/** Above every number in use, so that no file of another publication is written over. */
async function nextSnapshot(store: Store, sweepId: string, { onSetAside }: PublishOptions): Promise<number> {
  const published = (await soundManifest(store, sweepId, onSetAside))?.snapshot ?? 0;
  const numbers = (await store.list(datasetFolder(sweepId))).map(({ key }) => snapshotOf(key) ?? 0);
  return numbers.reduce((a, b) => Math.max(a, b), published) + 1;
}

function snapshotOf(key: string): number | undefined {
  const found = /\/(\d{8})-\d{6}\.parquet$/.exec(key);
  return found ? Number(found[1]) : undefined;
}

async function readCohorts(
  store: Store,
  plan: Plan,
  options: PublishOptions,
): Promise<Map<number, CohortFacts>> {
  const cohorts = new Map<number, CohortFacts>();
  for await (const { identity, checkpoint } of newestCheckpoints(store, plan, options.onSetAside)) {
    options.signal?.throwIfAborted();
    const { state: _state, retired: _retired, ...facts } = checkpoint;
    const { cohort, cell } = identity;
    cohorts.set(cohort, { ...facts, cohort, cell, finished: isFinished(plan, checkpoint) });
  }
  return cohorts;
}

function manifestOf(
  plan: Plan,
  snapshot: number,
  cohorts: ReadonlyMap<number, CohortFacts>,
  digest: DatasetDigest,
  writer: SnapshotWriter,
): DatasetManifest {
  const finished = [...cohorts.values()].filter((facts) => facts.finished);
  const tables = Object.fromEntries(
    tableNames.map((name): [TableName, DatasetTable] => {
      const files = writer.files[name];
      return [name, { rows: files.reduce((sum, file) => sum + file.rows, 0), files }];
    }),
  ) as Record<TableName, DatasetTable>;
  return {
    format: 1,
    sweepId: plan.sweepId,
    revision: plan.revision,
    specDigest: plan.specDigest,
    numericsVersion: plan.numericsVersion,
    packageVersion,
    snapshot,
    complete: finished.length === cohortCount(plan),
    chains: plan.cells.length * plan.replicates,
    chainsComplete: finished.reduce((chains, facts) => chains + facts.count, 0),
    computeSeconds: [...cohorts.values()].reduce((seconds, facts) => seconds + facts.computeSeconds, 0),
    digest: digest.value(),
    tables,
  };
}

/** Files of older snapshots only: a newer one may be under way beside this one. */
async function removeOlder(store: Store, { sweepId, snapshot }: DatasetManifest): Promise<void> {
  for (const { key } of await store.list(datasetFolder(sweepId))) {
    const number = snapshotOf(key);
    if (number !== undefined && number < snapshot) await store.remove(key);
  }
}
