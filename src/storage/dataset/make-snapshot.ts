import { cohortAt } from "../../spec/cohorts.ts";
import type { Plan } from "../../spec/plan.ts";
import { packageVersion } from "../../version.ts";
import type { Demand } from "../demand.ts";
import type { CohortFailure } from "../failures.ts";
import { readSpecText } from "../registration.ts";
import type { Store } from "../store.ts";
import { createCellFacts } from "./cell-facts.ts";
import { CellsTable } from "./cells.ts";
import { CellSession } from "./cell-session.ts";
import { changedCells } from "./changed-cells.ts";
import { chainsSelect, createChainFacts } from "./chains.ts";
import { allRows, type CohortFacts, rowCount } from "./cohort-facts.ts";
import type { DatasetColumns } from "./columns.ts";
import { compact } from "./compact.ts";
import { type Coverage, covered } from "./coverage.ts";
import { datasetDigest, type MetricList } from "./digest.ts";
import type { Base, Draft, KeptFile } from "./draft.ts";
import { openEngine } from "./engine.ts";
import { createFailureFacts, failuresSelect } from "./failures.ts";
import { generationGrid } from "./generation-grid.ts";
import { generationsSelect, partitionPath } from "./generations.ts";
import { localFile } from "./local-file.ts";
import type { DatasetFile, DatasetManifest, DatasetTable, TableName } from "./manifest.ts";
import { type FileMetadata, SnapshotWriter } from "./output.ts";
import { fileBytes, packed } from "./packing.ts";
import type { PublishOptions } from "./publish.ts";
import { fixedTypes } from "./fixed-columns.ts";
import { PartSource } from "./source.ts";

/** What a snapshot is made from. */
export interface SnapshotWork {
  readonly store: Store;
  readonly plan: Plan;
  readonly base: Base | undefined;
  readonly demand: Demand;
  readonly facts: ReadonlyMap<number, CohortFacts>;
  readonly failures: readonly CohortFailure[];
  readonly columns: DatasetColumns;
  readonly theory: string;
  readonly inputs: string;
  readonly draft: Draft;
  /** Its number. */
  readonly snapshot: number;
}

/** A snapshot whose files are in the store, and that nobody sees yet. */
export interface MadeSnapshot {
  readonly manifest: DatasetManifest;
  /** Removes its files. */
  discard(): Promise<void>;
}

/** All that `cells` is made of apart from the rows, as text. */
export function theoryOf(plan: Plan, columns: DatasetColumns, { theory }: PublishOptions): string {
  return JSON.stringify([packageVersion, plan.generations, theory !== undefined, columns]);
}

/** Writes the files of a snapshot. @throws as `publishDataset` does */
export async function makeSnapshot(work: SnapshotWork, options: PublishOptions): Promise<MadeSnapshot> {
  const { store, plan, facts, columns, draft } = work;
  const begun = performance.now();
  const engine = await openEngine(options);
  let discard = (): Promise<void> => Promise.resolve();
  try {
    const { connection, folder } = engine;
    const about = { ...aboutFiles(plan), spec: (await readSpecText(store, plan.sweepId)) ?? "" };
    const writing = await engine.connect();
    const writer = new SnapshotWriter(store, plan.sweepId, work.snapshot, writing, folder, about, columns);
    discard = () => writer.discard();
    await createCellFacts(connection, plan, columns);
    const cells = new CellsTable(connection, writer, plan, columns, options.theory);
    await cells.create();
    const changed = changedCells(facts, work.theory, work.base);
    const { metricsOf, signal, letOthers } = options;
    const source = new PartSource(store, plan.sweepId, folder);
    const session = new CellSession({
      ...{ plan, metricsOf, source, cells, cohorts: changed, grid: generationGrid(plan.generations) },
      letOthers,
    });
    const total = draft.rows.reduce((sum, item) => sum + rowCount(item), 0);
    let done = 0;
    const onRows = (rows: number): void => {
      done += rows;
      options.onProgress?.(done, total);
    };
    const made = await compact(
      { plan, columns, source, writer, session, signal, letOthers, onRows },
      packed(plan, draft.rows, bytesPerRow(work), options.bytesPerFile ?? fileBytes),
    );
    const kept = [...draft.kept, ...made].sort(byFirstRow);
    const nothing = generationsSelect(plan, columns, [], false);
    const generations = kept.length > 0 ? kept : [await writer.table("generations", "", nothing)];
    await carryCells(work, cells, changed, folder);
    await createChainFacts(connection, plan, facts, work.demand);
    await createFailureFacts(connection, plan, work.failures);
    const chains = chainsSelect(plan, columns);
    const files = {
      generations: generations.map(({ path, bytes, rows, sha256 }) => ({ path, bytes, rows, sha256 })),
      chains: [await writer.table("chains", "", chains, work.demand.chains)],
      cells: await cells.close(),
      failures: [await writer.table("failures", "", failuresSelect(plan))],
    };
    signal?.throwIfAborted();
    const seconds = (performance.now() - begun) / 1000;
    const coverage = await writer.file("coverage", encode(coverageOf(work, kept, seconds)));
    return { manifest: manifestOf(work, files, coverage, digestOf(facts, kept)), discard };
  } catch (error) {
    // Of a sweep that was cancelled nobody would remove them; what cannot be removed now, the next snapshot removes.
    await discard().catch(() => undefined);
    options.signal?.throwIfAborted();
    throw error;
  } finally {
    await engine.close();
  }
}

/** Rows of cells that did not change are taken from the snapshot before. */
async function carryCells(
  { store, plan, facts, base }: SnapshotWork,
  cells: CellsTable,
  changed: ReadonlyMap<number, unknown>,
  folder: string,
): Promise<void> {
  const same = [...new Set([...facts.values()].map(({ cell }) => cell))].filter((cell) => !changed.has(cell));
  if (same.length === 0) return;
  for (const { path } of base?.manifest.tables.cells.files ?? [])
    await cells.carry(await localFile(store, plan.sweepId, path, folder), same);
}

/** From files of the snapshot before where there are some; else of doubles that do not compress. */
function bytesPerRow({ base, columns }: SnapshotWork): (partition: string) => number {
  const known = new Map<string, { bytes: number; rows: number }>();
  for (const { path, bytes, rows } of base?.manifest.tables.generations.files ?? []) {
    const sum = known.get(path.slice(0, path.lastIndexOf("/"))) ?? { bytes: 0, rows: 0 };
    known.set(path.slice(0, path.lastIndexOf("/")), { bytes: sum.bytes + bytes, rows: sum.rows + rows });
  }
  return (partition) => {
    const [family, regime] = JSON.parse(partition) as [string, string];
    const sum = known.get(`generations/${partitionPath(family, regime)}`.slice(0, -1));
    return sum && sum.rows > 0 ? sum.bytes / sum.rows : 8 * columns.metrics.length + 2;
  };
}

function byFirstRow(a: KeptFile, b: KeptFile): number {
  const [first, second] = [a.held[0], b.held[0]];
  return (first?.cohort ?? 0) - (second?.cohort ?? 0) || (first?.from ?? 0) - (second?.from ?? 0);
}

function aboutFiles(plan: Plan): FileMetadata {
  return {
    sweep_id: plan.sweepId,
    spec_digest: plan.specDigest,
    plan_revision: String(plan.revision),
    numerics_version: String(plan.numericsVersion),
    package_version: packageVersion,
  };
}

function coverageOf(
  { inputs, theory, columns, facts }: SnapshotWork,
  files: readonly KeptFile[],
  seconds: number,
): Coverage {
  const all = [...facts.values()].sort((a, b) => a.cohort - b.cohort);
  const places = new Map(all.map(({ cohort }, index) => [cohort, index]));
  const lists = new Map<string, { readonly index: number; readonly metrics: readonly MetricList[] }>();
  const indexOf = (metrics: readonly MetricList[]): number => {
    const name = metrics.join("|");
    const known = lists.get(name) ?? { index: lists.size, metrics };
    lists.set(name, known);
    return known.index;
  };
  const covering = files.map(({ path, held }) => ({
    path,
    rows: held.map(({ cohort, from, to, metrics }) => {
      return { cohort: places.get(cohort) ?? -1, from, to, metrics: indexOf(metrics) };
    }),
  }));
  return {
    ...{ inputs, theory, columns, types: fixedTypes("generations"), seconds },
    metrics: [...lists.values()].map(({ metrics }) => metrics),
    cohorts: all.map(covered),
    files: covering,
  };
}

/** Digest of the rows of all cohorts, which files hold. */
function digestOf(facts: ReadonlyMap<number, CohortFacts>, files: readonly KeptFile[]): string {
  const lists = new Map<number, MetricList[]>();
  for (const { cohort, metrics } of files.flatMap(({ held }) => held))
    lists.set(cohort, [...(lists.get(cohort) ?? []), ...metrics]);
  const rows = [...facts.values()].map((item) => {
    const { cohort, cellId, sums } = item;
    return { cellId, rows: allRows(item), sums, metrics: lists.get(cohort) ?? [] };
  });
  return datasetDigest(rows);
}

function manifestOf(
  { plan, demand, facts, failures, snapshot }: SnapshotWork,
  files: Readonly<Record<TableName, readonly DatasetFile[]>>,
  coverage: Omit<DatasetFile, "rows">,
  digest: string,
): DatasetManifest {
  const all = [...facts.values()].sort((a, b) => a.cohort - b.cohort);
  const finished = all.filter((item) => item.finished);
  const tables = Object.fromEntries(
    Object.entries(files).map(([name, some]): [string, DatasetTable] => {
      return [name, { rows: some.reduce((sum, file) => sum + file.rows, 0), files: some }];
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
    publishedAt: new Date().toISOString(),
    complete: finished.length === demand.cohorts,
    chains: demand.chains,
    chainsComplete: finished.reduce((chains, item) => chains + item.count, 0),
    chainsFailed: failures.reduce((chains, { cohort }) => chains + cohortAt(plan, cohort).slice.count, 0),
    cells: plan.cells.length,
    cellsComplete: completeCells(demand, finished),
    computeSeconds: all.reduce((seconds, item) => seconds + item.computeSeconds, 0),
    digest,
    coverage,
    tables,
  };
}

/** Cells that have all the chains that are asked for. */
function completeCells({ replicates }: Demand, finished: readonly CohortFacts[]): number {
  const missing = Float64Array.from(replicates);
  for (const { cell, count } of finished) missing[cell] = (missing[cell] ?? 0) - count;
  return missing.filter((chains) => chains === 0).length;
}

function encode(coverage: Coverage): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(coverage)}\n`);
}
