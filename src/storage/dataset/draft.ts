import { createHash } from "node:crypto";
import { cohortOf } from "../../spec/cohorts.ts";
import type { Plan } from "../../spec/plan.ts";
import type { Demand } from "../demand.ts";
import type { CohortFailure } from "../failures.ts";
import { type CohortFacts, type NewRows, rowCount } from "./cohort-facts.ts";
import type { DatasetColumns } from "./columns.ts";
import { type Coverage, type CoveredFile, type CoveredRows, covered } from "./coverage.ts";
import type { MetricList } from "./digest.ts";
import type { DatasetFile, DatasetManifest } from "./manifest.ts";
import { partitionOf, smallFile } from "./packing.ts";
import { fixedTypes } from "./fixed-columns.ts";

/** The snapshot that a publication goes on from. */
export interface Base {
  readonly manifest: DatasetManifest;
  readonly coverage: Coverage | undefined;
  /** Size of every file below `dataset/`, by path. */
  readonly present: ReadonlyMap<string, number>;
}

/** Rows of a file, by cohort number of this plan. */
export interface HeldRows extends Omit<CoveredRows, "metrics"> {
  /** What the parts that they were made from have as metrics. */
  readonly metrics: readonly MetricList[];
}

/** A file of the snapshot before that stays, or a new one. */
export interface KeptFile extends DatasetFile {
  readonly held: readonly HeldRows[];
}

/** What a publication is to do about `generations`. */
export interface Draft {
  readonly kept: readonly KeptFile[];
  /** What no kept file has, by cohort. */
  readonly rows: readonly NewRows[];
}

/** How often small files may be added to a folder before they are made one. */
const mostSmall = 8;

/**
 * Which files of the snapshot before stay and which rows go into new ones. A file stays where all its rows are wanted
 * and its columns mean the same; small ones are made anew together once there are many, or once the sweep is complete.
 */
export function draftOf(
  plan: Plan,
  demand: Demand,
  facts: ReadonlyMap<number, CohortFacts>,
  columns: DatasetColumns,
  base: Base | undefined,
): Draft {
  const usable = base?.coverage ? keepable(plan, facts, columns, base, base.coverage) : [];
  const ended = [...facts.values()].filter(({ finished }) => finished).length;
  const complete = ended === demand.cohorts;
  let kept: KeptFile[] = usable;
  const rows = missingRows(facts, kept);
  const folders = new Map<string, { small: number; fresh: boolean }>();
  const at = (cell: number): { small: number; fresh: boolean } => {
    const name = partitionOf(plan, cell);
    const folder = folders.get(name) ?? { small: 0, fresh: false };
    folders.set(name, folder);
    return folder;
  };
  const cellOf = (file: KeptFile): number => facts.get(file.held[0]?.cohort ?? -1)?.cell ?? -1;
  for (const file of kept) if (file.bytes < smallFile) at(cellOf(file)).small++;
  for (const item of rows) at(item.facts.cell).fresh = true;
  kept = kept.filter((file) => {
    const { small, fresh } = at(cellOf(file));
    const others = small + (fresh ? 1 : 0);
    return file.bytes >= smallFile || others < (complete ? 2 : mostSmall);
  });
  return { kept, rows: missingRows(facts, kept) };
}

/** Digest of all that a snapshot says: where it is that of the snapshot before, there is nothing to publish. */
export function inputsDigest(
  plan: Plan,
  theory: string,
  { replicates }: Demand,
  facts: ReadonlyMap<number, CohortFacts>,
  failures: readonly CohortFailure[],
): string {
  const { specDigest, revision } = plan;
  const cohorts = [...facts.values()].sort((a, b) => a.cohort - b.cohort).map(covered);
  const asked = plan.until && [...replicates];
  const all = { specDigest, revision, theory, asked, cohorts, failures };
  return createHash("sha256").update(JSON.stringify(all)).digest("hex");
}

function keepable(
  plan: Plan,
  facts: ReadonlyMap<number, CohortFacts>,
  columns: DatasetColumns,
  { manifest, present }: Base,
  coverage: Coverage,
): KeptFile[] {
  const { metrics } = coverage;
  if (!sameMeaning(coverage.columns, columns) || !sameTypes(coverage.types) || !metrics) return [];
  const numbers = coverage.cohorts.map(({ cellId, first, count, generation, sums }) => {
    const cohort = cohortOf(plan, cellId, first, count);
    const item = cohort === undefined ? undefined : facts.get(cohort);
    return item?.generation === generation && item.sums !== sums ? undefined : cohort;
  });
  const held = new Map(coverage.files.map((file) => [file.path, translated(file, numbers, metrics)]));
  return manifest.tables.generations.files.flatMap((file) => {
    const rows = held.get(file.path);
    const wanted = rows?.every(({ cohort, to }) => (facts.get(cohort)?.generation ?? 0) >= to);
    return rows && rows.length > 0 && wanted && present.get(file.path) === file.bytes
      ? [{ ...file, held: rows }]
      : [];
  });
}

/** Undefined where a row is of no cohort of the plan, or of one that has other numbers by now. */
function translated(
  { rows }: CoveredFile,
  numbers: readonly (number | undefined)[],
  metrics: NonNullable<Coverage["metrics"]>,
): HeldRows[] | undefined {
  const all = rows.map(({ cohort, from, to, metrics: index }) => {
    return { cohort: numbers[cohort], from, to, metrics: metrics[index] ?? [] };
  });
  return all.every((item): item is HeldRows => item.cohort !== undefined) ? all : undefined;
}

/** New columns may come; those that are there keep what they mean. */
function sameMeaning(before: DatasetColumns, now: DatasetColumns): boolean {
  const known = new Set([...now.parameters, ...now.metrics].map((column) => JSON.stringify(column)));
  return [...before.parameters, ...before.metrics].every((column) => known.has(JSON.stringify(column)));
}

/** Whether files have every fixed column as they have it today. */
function sameTypes(types: Coverage["types"]): boolean {
  return Object.entries(fixedTypes("generations")).every(([name, type]) => types?.[name] === type);
}

/** The generations of each cohort that no file has. */
function missingRows(facts: ReadonlyMap<number, CohortFacts>, kept: readonly KeptFile[]): NewRows[] {
  const held = new Map<number, HeldRows[]>();
  for (const file of kept)
    for (const rows of file.held) held.set(rows.cohort, [...(held.get(rows.cohort) ?? []), rows]);
  const missing: NewRows[] = [];
  for (const cohort of [...facts.keys()].sort((a, b) => a - b)) {
    const item = facts.get(cohort);
    if (item === undefined) continue;
    let next = 1;
    for (const { from, to } of (held.get(cohort) ?? []).sort((a, b) => a.from - b.from)) {
      if (from > next) missing.push({ facts: item, from: next, to: from - 1 });
      next = to + 1;
    }
    if (next <= item.generation) missing.push({ facts: item, from: next, to: item.generation });
  }
  return missing.filter((rows) => rowCount(rows) > 0);
}
