/** Wide enough that a cohort's overhead vanishes, narrow enough that a sweep of one cell fills a few cores. */
const widest = 256;

/** How many replicates advance together. Numbers do not depend on it. */
export function cohortSize(replicates: number): number {
  return Math.min(replicates, widest);
}
