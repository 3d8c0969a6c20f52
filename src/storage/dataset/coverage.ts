import { createHash } from "node:crypto";
import { cohortAt, cohortOf } from "../../spec/cohorts.ts";
import type { Plan } from "../../spec/plan.ts";
import { isFinished } from "../checkpoints.ts";
import { datasetFolder } from "../layout.ts";
import type { Store } from "../store.ts";
import { type CohortFacts, partsInStore } from "./cohort-facts.ts";
import type { DatasetColumns } from "./columns.ts";
import type { MetricList } from "./digest.ts";
import type { DatasetManifest } from "./manifest.ts";

/** Generations `from` to `to`, both included, of the cohort at `cohort` in the coverage's list. */
export interface CoveredRows {
  readonly cohort: number;
  readonly from: number;
  readonly to: number;
  /** Index into the coverage's `metrics`. */
  readonly metrics: number;
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
  /** The same of when lanes were stopped; absent where none was. */
  readonly stoppedAt?: string;
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
  /** Of the fixed columns of `generations`, by name; absent where a version before them wrote it. */
  readonly types?: Readonly<Record<string, string>>;
  /** What parts have as metrics, each once; absent where a version wrote it for which that was the family's. */
  readonly metrics?: readonly (readonly MetricList[])[];
  /** That making it took, until here; absent where a version before that wrote it. */
  readonly seconds?: number;
  readonly cohorts: readonly CoveredCohort[];
  readonly files: readonly CoveredFile[];
}

/** What is kept of a cohort's facts. */
export function covered({ outcomes, ...facts }: CohortFacts): CoveredCohort {
  const { cohort: _cohort, cell: _cell, finished: _finished, parts: _parts, ...kept } = facts;
  const { outcome, endedAt, stoppedAt } = outcomes;
  if (outcome.every((code) => code === 0)) return kept;
  return {
    ...kept,
    outcome: Buffer.from(outcome).toString("base64"),
    endedAt: encodeEnds(endedAt),
    ...(stoppedAt.some((generation) => generation !== 0) && { stoppedAt: encodeEnds(stoppedAt) }),
  };
}

function encodeEnds(ends: Int32Array): string {
  const bytes = Buffer.alloc(4 * ends.length);
  for (const [lane, generation] of ends.entries()) bytes.writeInt32LE(generation, 4 * lane);
  return bytes.toString("base64");
}

function decodeEnds(text: string | undefined, lanes: number): Int32Array {
  const bytes = Buffer.from(text ?? "", "base64");
  return Int32Array.from({ length: lanes }, (_, lane) =>
    text === undefined ? 0 : bytes.readInt32LE(4 * lane),
  );
}

/** The facts of a covered cohort in this plan; undefined where it has no such cohort. */
export function uncovered(store: Store, plan: Plan, entry: CoveredCohort): CohortFacts | undefined {
  const { outcome, endedAt, stoppedAt, ...facts } = entry;
  const cohort = cohortOf(plan, facts.cellId, facts.first, facts.count);
  if (cohort === undefined) return undefined;
  const codes = new Uint8Array(facts.count);
  if (outcome !== undefined) codes.set(Buffer.from(outcome, "base64"));
  const outcomes = {
    outcome: codes,
    endedAt: decodeEnds(endedAt, facts.count),
    stoppedAt: decodeEnds(stoppedAt, facts.count),
  };
  return {
    ...facts,
    cohort,
    cell: cohortAt(plan, cohort).cell,
    finished: isFinished(plan, { generation: facts.generation, outcomes }),
    outcomes,
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
