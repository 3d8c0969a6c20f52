import type { Cell, ParameterValue } from "../core/cell.ts";
import { filledParameters } from "../core/families/filled.ts";
import { familyNamed } from "../core/families/registry.ts";
import type { Metric } from "../core/families/family.ts";
import type { Plan } from "../spec/plan.ts";
import { type Extent, extentOf } from "../storage/dataset/extent.ts";
import type { DatasetManifest } from "../storage/dataset/manifest.ts";
import { publishedManifest } from "../storage/dataset/published.ts";
import { openDataset, type QueryResult } from "../storage/dataset/query.ts";
import type { QueryValue } from "../storage/dataset/query-value.ts";
import { readSpecText } from "../storage/registration.ts";
import type { Store } from "../storage/store.ts";
import {
  collapseMetric,
  collapseQuery,
  collapseRows,
  type CollapseTimes,
  endsInCollapse,
} from "./collapse-times.ts";
import type { CellRow, FailureGroup, OutcomeCount, ReportCell, ReportData, UnfinishedCell } from "./data.ts";
import { regimeTexts } from "./regime-text.ts";
import { unfinishedCells } from "./unfinished.ts";

/** Cells whose whole curves are read; of the others, in a larger sweep, the last generation alone. */
const curvesOf = 400;

/** Where every chain ended early, curves end with the last of them. */
const lasting = "generation <= (SELECT max(generations) FROM chains)";

const cellColumns =
  "cell_id, metric, generation, n, mean, sd, se, q05, q25, q50, q75, q95, theory_value, theory_kind, theory_source, theory_slack, ratio, z, verdict";

/** Rows of `cells` that are kept in memory for the next who asks, at most: some 15 MB. */
const keptRows = 2 ** 16;

/** What was read last, and what of: who publishes in a process often shows the result there a moment later. */
let last: { readonly of: string; readonly data: ReportData } | undefined;

/**
 * What the report is made of, read from a sweep's dataset.
 *
 * @throws {ConflictError} when the sweep has no dataset yet
 */
export async function readReportData(store: Store, plan: Plan): Promise<ReportData> {
  const { snapshot, publishedAt, digest } = await publishedManifest(store, plan.sweepId);
  const of = JSON.stringify([store.url, plan.sweepId, plan.revision, snapshot, publishedAt, digest]);
  if (last?.of === of) return last.data;
  const answers = await askedFor(store, plan);
  const data = await dataOf(store, plan, answers);
  // A newer snapshot may have come meanwhile.
  const isSame = answers.manifest.snapshot === snapshot;
  last = isSame && data.rows.length <= keptRows ? { of, data } : undefined;
  return data;
}

async function dataOf(store: Store, plan: Plan, answers: Answers): Promise<ReportData> {
  const { manifest, extent, unfinished } = answers;
  const { metrics, rows, times, outcomes, failures, versions } = answers;
  const collapses = collapseRows(plan, times.map(collapseTimes));
  const regimes = regimeTexts(plan.cells, plan.axes);
  return {
    sweep: {
      id: plan.sweepId,
      name: plan.name,
      title: plan.report.title,
      claim: plan.report.claim,
      source: plan.report.source,
      specDigest: plan.specDigest,
      seed: plan.seed,
      generations: plan.generations,
      replicates: plan.replicates,
      replicatesVary: plan.until !== undefined,
      chains: manifest.chains,
      rows: manifest.tables.generations.rows,
      wallSeconds: null,
      computeSeconds: manifest.computeSeconds,
      versions: {
        Ouroboros: String(versions?.["package"] ?? manifest.packageVersion),
        numerics: String(plan.numericsVersion),
        Node: String(versions?.["node"] ?? ""),
      },
      store: store.url,
      spec: (await readSpecText(store, plan.sweepId)) ?? "",
      datasetDigest: manifest.digest,
      cellFiles: manifest.tables.cells.files.map(({ path }) => path),
      extent,
    },
    axes: plan.axes,
    cells: plan.cells.map((cell, i) => reportCell(cell, regimes[i] ?? cell.regime, plan.axes)),
    metrics: collapses.length > 0 ? [collapseMetric, ...metrics] : metrics,
    rows: [...rows.map(cellRow), ...collapses],
    outcomes: outcomes.map(outcomeCount),
    failures: failures.map(failureGroup),
    ...(unfinished && { unfinished }),
  };
}

type Row = Record<string, QueryValue>;

/** What the report asks the dataset's tables. */
interface Answers {
  readonly manifest: DatasetManifest;
  readonly extent: Extent;
  readonly unfinished: readonly UnfinishedCell[] | undefined;
  readonly metrics: readonly Metric[];
  readonly rows: readonly Row[];
  readonly times: readonly Row[];
  readonly outcomes: readonly Row[];
  readonly failures: readonly Row[];
  readonly versions: Row | undefined;
}

async function askedFor(store: Store, plan: Plan): Promise<Answers> {
  const dataset = await openDataset(store, plan.sweepId, ["chains", "cells", "failures"]);
  const ask = async (sql: string): Promise<Row[]> => rowsOf(await dataset.query(sql));
  try {
    const tested = await ask("SELECT DISTINCT metric FROM cells WHERE verdict IS NOT NULL");
    const metrics = reportedMetrics(plan, new Set(tested.map((row) => String(row["metric"]))));
    const names = metrics.map(({ name }) => `'${name.replaceAll("'", "''")}'`).join(", ");
    const curves = plan.cells
      .slice(0, curvesOf)
      .map(({ id }) => `'${id}'`)
      .join(", ");
    const rows = await ask(
      `SELECT ${cellColumns} FROM cells WHERE metric IN (${names}) AND CASE WHEN cell_id IN (${curves}) THEN ${lasting} ELSE generation = ${plan.generations} END ORDER BY cell_id, metric, generation`,
    );
    const times = endsInCollapse(plan) ? await ask(collapseQuery(plan)) : [];
    const outcomes = await ask(
      "SELECT cell_id, outcome, count(*)::INTEGER AS chains FROM chains WHERE outcome IS NOT NULL GROUP BY ALL ORDER BY ALL",
    );
    const failures = await ask(
      "SELECT type, message, sum(chains)::INTEGER AS chains, min(example_chain) AS example FROM failures GROUP BY ALL ORDER BY 3 DESC, 2",
    );
    const [versions] = await ask(
      "SELECT min(package_version) AS package, min(node_version) AS node FROM chains",
    );
    const extent = await extentOf(store, dataset.manifest);
    const unfinished = extent.final ? undefined : await unfinishedCells(dataset, plan);
    return {
      manifest: dataset.manifest,
      extent,
      unfinished,
      metrics,
      rows,
      times,
      outcomes,
      failures,
      versions,
    };
  } finally {
    await dataset.close();
  }
}

function rowsOf({ columns, rows }: QueryResult): Row[] {
  return rows.map((row) => Object.fromEntries(columns.map(({ name }, i) => [name, row[i] ?? null])));
}

function collapseTimes(row: Row): CollapseTimes {
  const of = (name: string): number => Number(row[name]);
  return {
    cellId: String(row["cell_id"]),
    chains: of("chains"),
    timed: of("timed"),
    sum: of("sum"),
    squares: of("squares"),
    most: of("most"),
    quantiles: ["q5", "q25", "q50", "q75", "q95"].map(of),
  };
}

/** Those that the spec names; else those that theory speaks of; else all. */
function reportedMetrics(plan: Plan, tested: ReadonlySet<string>): Metric[] {
  const all = new Map<string, Metric>();
  for (const family of new Set(plan.cells.map((cell) => cell.family)))
    for (const metric of familyNamed(family).metrics) all.set(metric.name, metric);
  const named = plan.report.metrics?.flatMap((name) => all.get(name) ?? []);
  if (named && named.length > 0) return named;
  const compared = [...all.values()].filter(({ name }) => tested.has(name));
  return compared.length > 0 ? compared : [...all.values()];
}

function reportCell(cell: Cell, regime: string, axes: readonly string[]): ReportCell {
  const parameters = { ...filledParameters(cell), ...cell.regimeParameters };
  const value = (axis: string): ParameterValue | undefined =>
    axis === "regime" ? regime : axis === "family" ? cell.family : parameters[axis];
  const placed = axes.flatMap((axis) => {
    const at = value(axis);
    return at === undefined ? [] : [[axis, at] as const];
  });
  return {
    id: cell.id,
    family: cell.family,
    regime,
    parameters,
    axes: Object.fromEntries(placed),
  };
}

function cellRow(row: Row): CellRow {
  return {
    cellId: String(row["cell_id"]),
    metric: String(row["metric"]),
    generation: Number(row["generation"]),
    n: Number(row["n"]),
    mean: number(row["mean"]),
    sd: number(row["sd"]),
    se: number(row["se"]),
    q05: number(row["q05"]),
    q25: number(row["q25"]),
    q50: number(row["q50"]),
    q75: number(row["q75"]),
    q95: number(row["q95"]),
    theoryValue: number(row["theory_value"]),
    theoryKind: text(row["theory_kind"]) as CellRow["theoryKind"],
    theorySource: text(row["theory_source"]),
    theorySlack: number(row["theory_slack"]),
    ratio: number(row["ratio"]),
    z: number(row["z"]),
    verdict: text(row["verdict"]) as CellRow["verdict"],
  };
}

function outcomeCount(row: Row): OutcomeCount {
  return { cellId: String(row["cell_id"]), status: String(row["outcome"]), chains: Number(row["chains"]) };
}

function failureGroup(row: Row): FailureGroup {
  return {
    code: String(row["type"]),
    message: String(row["message"]),
    chains: Number(row["chains"]),
    exampleChain: text(row["example"]),
  };
}

function number(value: QueryValue | undefined): number | null {
  return value === null || value === undefined ? null : Number(value);
}

function text(value: QueryValue | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}
