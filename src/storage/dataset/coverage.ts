import { createHash } from "node:crypto";
import { cohortAt, cohortOf } from "../../spec/cohorts.ts";
import type { Plan } from "../../spec/plan.ts";
import { datasetFolder } from "../layout.ts";
import type { Store } from "../store.ts";
import { type CohortFacts, partsInStore } from "./cohort-facts.ts";
import type { DatasetColumns } from "./columns.ts";
import type { DatasetManifest } from "./manifest.ts";

/** Generations `from` to `to`, both included, of the cohort at `cohort` in the coverage's list. */
export interface CoveredRows {
  readonly cohort: number;
  readonly from: number;
  readonly to: number;
}

/** A file of `generations` and the rows in it. */
export interface CoveredFile {
  readonly path: string;
  readonly rows: readonly CoveredRows[];
}

/** A cohort as a snapshot has it. */
type CoveredCohort = Omit<CohortFacts, "cohort" | "cell" | "finished" | "outcomes" | "parts"> & {
  /** Base64 of the outcomes, and of when they came (i32, little endian); absent where all lanes go on. */
  readonly outcome?: string;
  readonly endedAt?: string;
};

/**
 * What a snapshot is made of, beside its manifest: for whoever makes the next one, so that only new rows are
 * compacted. A dataset without it is whole all the same.
 */
export interface Coverage {
  /** Of all that the snapshot says: equal digests, equal snapshots. */
  readonly inputs: string;
  /** Of all that `cells` is made of apart from the rows. */
  readonly theory: string;
  readonly columns: DatasetColumns;
  readonly cohorts: readonly CoveredCohort[];
  readonly files: readonly CoveredFile[];
}

/** What is kept of a cohort's facts. */
export function covered({ outcomes, ...facts }: CohortFacts): CoveredCohort {
  const { cohort: _cohort, cell: _cell, finished: _finished, parts: _parts, ...kept } = facts;
  const { outcome, endedAt } = outcomes;
  if (outcome.every((code) => code === 0)) return kept;
  const ended = Buffer.alloc(4 * endedAt.length);
  for (const [lane, generation] of endedAt.entries()) ended.writeInt32LE(generation, 4 * lane);
  return {
    ...kept,
    outcome: Buffer.from(outcome).toString("base64"),
    endedAt: ended.toString("base64"),
  };
}

/** The facts of a covered cohort in this plan; undefined where it has no such cohort. */
export function uncovered(store: Store, plan: Plan, entry: CoveredCohort): CohortFacts | undefined {
  const { outcome, endedAt, ...facts } = entry;
  const cohort = cohortOf(plan, facts.cellId, facts.first, facts.count);
  if (cohort === undefined) return undefined;
  const codes = new Uint8Array(facts.count);
  const ends = new Int32Array(facts.count);
  if (outcome !== undefined && endedAt !== undefined) {
    codes.set(Buffer.from(outcome, "base64"));
    const bytes = Buffer.from(endedAt, "base64");
    for (let lane = 0; lane < facts.count; lane++) ends[lane] = bytes.readInt32LE(4 * lane);
  }
  return {
    ...facts,
    cohort,
    cell: cohortAt(plan, cohort).cell,
    finished: facts.generation >= plan.generations,
    outcomes: { outcome: codes, endedAt: ends },
    parts: () => partsInStore(store, plan, cohort, facts.generation),
  };
}

/** The coverage of a snapshot; undefined where it has none or none that is whole: then all is compacted anew. */
export async function readCoverage(store: Store, manifest: DatasetManifest): Promise<Coverage | undefined> {
  if (manifest.coverage === undefined) return undefined;
  const { path, sha256 } = manifest.coverage;
  const bytes = await store.read(datasetFolder(manifest.sweepId) + path);
  if (bytes === undefined || createHash("sha256").update(bytes).digest("hex") !== sha256) return undefined;
  return JSON.parse(new TextDecoder().decode(bytes)) as Coverage;
}
