import { createHash } from "node:crypto";
import { mkdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { commitSegment, type SegmentCommit } from "../../../src/storage/checkpoints.ts";
import { type CohortIdentity, cohortIdentity } from "../../../src/storage/cohort-identity.ts";
import { cohortCount } from "../../../src/spec/cohorts.ts";
import type { Plan } from "../../../src/spec/plan.ts";
import { CellSession } from "../../../src/storage/dataset/cell-session.ts";
import { CellsTable } from "../../../src/storage/dataset/cells.ts";
import type { CohortFacts } from "../../../src/storage/dataset/cohort-facts.ts";
import { datasetColumns } from "../../../src/storage/dataset/columns.ts";
import { compact } from "../../../src/storage/dataset/compact.ts";
import { openEngine } from "../../../src/storage/dataset/engine.ts";
import { generationsSelect, type SelectedPart } from "../../../src/storage/dataset/generations.ts";
import { SnapshotWriter } from "../../../src/storage/dataset/output.ts";
import { fileBytes, packed } from "../../../src/storage/dataset/packing.ts";
import { publishDataset } from "../../../src/storage/dataset/publish.ts";
import { queryDataset } from "../../../src/storage/dataset/query.ts";
import { allFacts } from "../../../src/storage/dataset/read-facts.ts";
import { PartSource } from "../../../src/storage/dataset/source.ts";
import { fileStore } from "../../../src/storage/file.ts";
import { foldOutcomes, noOutcomes } from "../../../src/storage/outcomes.ts";
import { encodePart } from "../../../src/storage/part.ts";
import { readPlan, registerSweep } from "../../../src/storage/registration.ts";
import { rowSums } from "../../../src/storage/row-sums.ts";
import { collectSeldom } from "../../../src/worker/heap.ts";
import { metricNames, tablePlan, tableSegment } from "../table-data.ts";

// Argv: what to do, a folder, rows, metrics. Prints what it took as JSON.

const [mode = "", folder = "", ...sizes] = process.argv.slice(2);
const [rows = 0, metrics = 0] = sizes.map(Number);
const store = fileStore(join(folder, "store"));
const names = metricNames(metrics);
const metricsOf = (): readonly string[] => names;
const engine = { threads: 2, memoryLimit: "1GB", scratch: folder };

const modes: Readonly<Record<string, () => Promise<number>>> = { make, compact: ours, copy, publish, query };

collectSeldom(); // as in a worker
const begin = performance.now();
const bytes = await modes[mode]?.();
const { user, system } = process.cpuUsage();
const wall = (performance.now() - begin) / 1000;
const peakMiB = process.resourceUsage().maxRSS / 1024;
process.stdout.write(JSON.stringify({ wall, cpu: (user + system) / 1e6, peakMiB, bytes }));

/** The parts of a finished sweep. All cells have the same numbers, so that each part is made once, and written for each. */
async function make(): Promise<number> {
  const plan = tablePlan(rows);
  await registerSweep(store, plan, "");
  const identities = Array.from({ length: cohortCount(plan) }, (_, cohort) => cohortIdentity(plan, cohort));
  for (const first of new Set(identities.map(({ slice }) => slice.first))) {
    const same = identities.filter(({ slice }) => slice.first === first);
    const segment = segmentOf(same[0] as CohortIdentity);
    await Promise.all(same.map((identity) => commitSegment(store, identity, undefined, segment)));
  }
  return 0;
}

function segmentOf({ slice }: CohortIdentity): SegmentCommit {
  const segment = tableSegment(slice, metrics);
  const part = encodePart(slice, names, segment);
  return {
    ...{ from: segment.from, to: segment.to, rows: segment.status.length, part },
    sha256: createHash("sha256").update(part).digest("hex"),
    sums: rowSums(slice.first, segment),
    state: new Float64Array(),
    outcomes: foldOutcomes(noOutcomes(slice.count), segment),
    ...{ computeSeconds: 0, attempts: 1, packageVersion: "0" },
  };
}

async function opened(): Promise<{ plan: Plan; facts: ReadonlyMap<number, CohortFacts> }> {
  const plan = await readPlan(store, tablePlan(rows).sweepId);
  if (plan === undefined) throw new Error("The parts are made first.");
  return { plan, facts: await allFacts(store, plan, {}) };
}

function filesOf(plan: Plan, facts: ReadonlyMap<number, CohortFacts>): ReturnType<typeof packed> {
  const all = [...facts.values()].map((item) => ({ facts: item, from: 1, to: item.generation }));
  return packed(plan, all, () => 8 * metrics + 2, fileBytes);
}

/** Files of `generations` in the store, without summaries of cells. */
async function ours(): Promise<number> {
  const { plan, facts } = await opened();
  const columns = datasetColumns(plan, metricsOf);
  const { connection, connect, folder: scratch, close } = await openEngine(engine);
  const writer = new SnapshotWriter(store, plan.sweepId, 1, await connect(), scratch, {}, columns);
  const source = new PartSource(store, plan.sweepId, scratch);
  const cells = new CellsTable(connection, writer, plan, columns, undefined);
  const session = new CellSession({ plan, metricsOf, grid: [1], cohorts: new Map(), source, cells });
  const work = { plan, columns, metricsOf, source, writer, session, signal: undefined, onRows: () => {} };
  const files = await compact(work, filesOf(plan, facts));
  await close();
  return files.reduce((sum, file) => sum + file.bytes, 0);
}

/** The same files by DuckDB's COPY alone, of the same rows and columns, unchecked. */
async function copy(): Promise<number> {
  const { plan, facts } = await opened();
  const columns = datasetColumns(plan, metricsOf);
  const { connection, close } = await openEngine(engine);
  const to = join(folder, "copy");
  await mkdir(to, { recursive: true });
  let total = 0;
  for (const [index, file] of filesOf(plan, facts).entries()) {
    const parts: SelectedPart[] = [];
    for (const item of file.rows)
      for (const entry of await item.facts.parts())
        parts.push({
          ...{ path: store.locate(entry.key), cell: item.facts.cell },
          ...{ holds: [entry.from, entry.to], wanted: [entry.from, entry.to], metrics: names },
        });
    const path = join(to, `${index}.parquet`);
    const rows = generationsSelect(plan, columns, parts, false);
    await connection.run(`COPY (${asTexts(rows)}) TO '${path}' (FORMAT parquet, COMPRESSION zstd)`);
    total += (await stat(path)).size;
  }
  await close();
  return total;
}

/** Texts as one writes them without thinking of the writer: VARCHAR. */
function asTexts(select: string): string {
  const texts = ["sweep_id", "cell_id", "family", "regime"].map((name) => `${name}::VARCHAR AS ${name}`);
  return `SELECT * REPLACE (${texts.join(", ")}) FROM (${select})`;
}

/** The whole dataset, summaries of cells included. */
async function publish(): Promise<number> {
  const { plan } = await opened();
  const { tables } = await publishDataset(store, plan, { metricsOf, ...engine });
  await writeFile(join(folder, "files"), tables.generations.files.map(({ path }) => path).join("\n"));
  return Object.values(tables).reduce((sum, table) => sum + table.files.reduce((a, f) => a + f.bytes, 0), 0);
}

/** A mean by regime and generation of all rows. */
async function query(): Promise<number> {
  const sql = "SELECT regime, generation, avg(metric_0) FROM generations GROUP BY ALL ORDER BY ALL";
  return (await queryDataset(store, tablePlan(rows).sweepId, sql, engine)).rows.length;
}
