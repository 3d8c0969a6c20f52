/**
 * Where everything of a sweep lies in a store. Cohorts are grouped by thousands, so that no folder grows past about a
 * thousand entries however large the sweep; generations in names are padded, so that key order is their order.
 */

const cohortsPerShard = 1000;

const padded = (value: number, digits: number): string => String(value).padStart(digits, "0");

function cohortPath(cohort: number): string {
  return `${padded(Math.floor(cohort / cohortsPerShard), 6)}/${padded(cohort, 9)}`;
}

/** Prefix of all checkpoints of a sweep. */
export function checkpointsFolder(sweepId: string): string {
  return `${sweepId}/checkpoints/`;
}

/** Prefix of a cohort's checkpoints: one to three of them. */
export function checkpointFolder(sweepId: string, cohort: number): string {
  return `${checkpointsFolder(sweepId)}${cohortPath(cohort)}/`;
}

export function checkpointKey(sweepId: string, cohort: number, generation: number): string {
  return `${checkpointFolder(sweepId, cohort)}${padded(generation, 10)}.ckpt`;
}

/** Cohort and generation of a checkpoint's key, or undefined for any other key. */
export function parseCheckpointKey(key: string): { cohort: number; generation: number } | undefined {
  const found = /\/checkpoints\/\d{6}\/(\d{9})\/(\d{10})\.ckpt$/.exec(key);
  return found ? { cohort: Number(found[1]), generation: Number(found[2]) } : undefined;
}

/** Rows of generations `from` to `to`, both included. */
export function partKey(sweepId: string, cohort: number, from: number, to: number): string {
  return `${partsFolder(sweepId, cohort)}${padded(from, 10)}-${padded(to, 10)}.parquet`;
}

/** Prefix of a cohort's parts. */
export function partsFolder(sweepId: string, cohort: number): string {
  return `${sweepId}/parts/${cohortPath(cohort)}/`;
}

/** Where a blob that cannot be trusted is kept for a look. */
export function quarantineKey(sweepId: string, key: string): string {
  return `${sweepId}/quarantine/${key.slice(sweepId.length + 1).replaceAll("/", ".")}`;
}

/** Prefix of all recorded failures. */
export function failuresFolder(sweepId: string): string {
  return `${sweepId}/failures/`;
}

export function failureKey(sweepId: string, cohort: number): string {
  return `${failuresFolder(sweepId)}${cohortPath(cohort)}.json`;
}

/** Prefix of the published tables. */
export function datasetFolder(sweepId: string): string {
  return `${sweepId}/dataset/`;
}

/** The commit point of the dataset. */
export function manifestKey(sweepId: string): string {
  return `${datasetFolder(sweepId)}manifest.json`;
}

export function reportKey(sweepId: string): string {
  return `${sweepId}/report.html`;
}
