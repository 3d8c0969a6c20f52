import type { CohortSlice } from "../core/cell.ts";
import { storedPath } from "../core/files/stored-path.ts";
import type { PlannedFile } from "../spec/plan.ts";

/**
 * Where everything of a sweep lies in a store. What a cohort has is named by its cell's id and its replicates, so that
 * a sweep keeps it when it is extended, narrowed or cut otherwise; cells are grouped by the first two digits of their
 * id. Numbers in names are padded, so that key order is their order.
 */

/** What names a cohort's files. */
export interface CohortPlace {
  readonly sweepId: string;
  readonly slice: CohortSlice;
}

const padded = (value: number, digits: number): string => String(value).padStart(digits, "0");

function cohortPath({ slice: { cell, first, count } }: CohortPlace): string {
  return `${cell.id.slice(0, 2)}/${cell.id}/${padded(first, 8)}-${padded(first + count, 8)}`;
}

/** The plan that holds. */
export function planKey(sweepId: string): string {
  return `${sweepId}/plan.json`;
}

/** Prefix of the plans of a sweep that was extended or narrowed. */
export function revisionsFolder(sweepId: string): string {
  return `${sweepId}/plans/`;
}

export function revisionKey(sweepId: string, revision: number): string {
  return `${revisionsFolder(sweepId)}${padded(revision, 6)}.json`;
}

export function specKey(sweepId: string): string {
  return `${sweepId}/spec.yaml`;
}

/** A file that the spec names. With its name behind its digest, the spec as registered runs where it lies. */
export function fileKey(sweepId: string, file: PlannedFile): string {
  return `${sweepId}/${storedPath(file)}`;
}

/** Prefix of all checkpoints of a sweep. */
export function checkpointsFolder(sweepId: string): string {
  return `${sweepId}/checkpoints/`;
}

/** Prefix of a cohort's checkpoints: one to three of them. */
export function checkpointFolder(cohort: CohortPlace): string {
  return `${checkpointsFolder(cohort.sweepId)}${cohortPath(cohort)}/`;
}

/**
 * The checkpoint of the step that went on from generation `after`. It is named by where the step began, not by where it
 * ended: a generation has one successor, which is whatever was created first under this name.
 */
export function checkpointKey(cohort: CohortPlace, after: number): string {
  return `${checkpointFolder(cohort)}${padded(after, 10)}.ckpt`;
}

/** What a checkpoint's key says, or undefined for any other key. */
export function parseCheckpointKey(
  key: string,
): { cellId: string; first: number; count: number; after: number } | undefined {
  const found = /\/checkpoints\/[0-9a-f]{2}\/([0-9a-f]{16})\/(\d{8})-(\d{8})\/(\d{10})\.ckpt$/.exec(key);
  if (!found) return undefined;
  const [first, end, after] = found.slice(2).map(Number) as [number, number, number];
  return { cellId: found[1] as string, first, count: end - first, after };
}

/** Prefix of all parts of a sweep. */
export function allPartsFolder(sweepId: string): string {
  return `${sweepId}/parts/`;
}

/** Prefix of a cohort's parts. */
export function partsFolder(cohort: CohortPlace): string {
  return `${allPartsFolder(cohort.sweepId)}${cohortPath(cohort)}/`;
}

/** Rows of generations `from` to `to`, both included, in bytes of this digest: whoever writes here writes the same. */
export function partKey(cohort: CohortPlace, from: number, to: number, sha256: string): string {
  return `${partsFolder(cohort)}${padded(from, 10)}-${padded(to, 10)}-${sha256.slice(0, 16)}.parquet`;
}

/** Whose part this is and its last generation, or undefined for any other key. */
export function parsePartKey(
  key: string,
): { cellId: string; first: number; count: number; to: number } | undefined {
  const found =
    /\/parts\/[0-9a-f]{2}\/([0-9a-f]{16})\/(\d{8})-(\d{8})\/\d{10}-(\d{10})-[0-9a-f]{16}\.parquet$/.exec(key);
  if (!found) return undefined;
  const [first, end, to] = found.slice(2).map(Number) as [number, number, number];
  return { cellId: found[1] as string, first, count: end - first, to };
}

/** Prefix of blobs that could not be trusted. */
export function quarantineFolder(sweepId: string): string {
  return `${sweepId}/quarantine/`;
}

/** Where a blob that cannot be trusted is kept for a look. */
export function quarantineKey(sweepId: string, key: string): string {
  return `${quarantineFolder(sweepId)}${key.slice(sweepId.length + 1).replaceAll("/", ".")}`;
}

/** Prefix of all recorded failures. */
export function failuresFolder(sweepId: string): string {
  return `${sweepId}/failures/`;
}

export function failureKey(cohort: CohortPlace): string {
  return `${failuresFolder(cohort.sweepId)}${cohortPath(cohort)}.json`;
}

/** Prefix of the published tables. */
export function datasetFolder(sweepId: string): string {
  return `${sweepId}/dataset/`;
}

/** The newest manifest, for readers outside of this package. */
export function manifestKey(sweepId: string): string {
  return `${datasetFolder(sweepId)}manifest.json`;
}

/** Prefix of the manifests of all snapshots that are kept. */
export function snapshotsFolder(sweepId: string): string {
  return `${datasetFolder(sweepId)}snapshots/`;
}

/** The commit point of a snapshot. */
export function snapshotKey(sweepId: string, snapshot: number): string {
  return `${snapshotsFolder(sweepId)}${padded(snapshot, 8)}.json`;
}

/** Number of the snapshot that a key of `dataset/` was made for, or undefined for a key that has none. */
export function snapshotOf(key: string): number | undefined {
  const found =
    /\/(\d{8})(?:-[0-9a-z-]+)?\.(?:parquet|json|avro)$/.exec(key) ?? /\/v(\d+)\.metadata\.json$/.exec(key);
  return found ? Number(found[1]) : undefined;
}

export function reportKey(sweepId: string): string {
  return `${sweepId}/report.html`;
}

/** The page of a collection of sweeps, and its rows as JSON, beside the sweeps. */
export function figuresKey(quick: boolean, kind: "html" | "json"): string {
  return `figures${quick ? "-quick" : ""}.${kind}`;
}
