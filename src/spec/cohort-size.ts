/** Wide enough that a cohort's overhead vanishes, narrow enough that a sweep of one cell fills a few cores. */
const widest = 256;

/** Numbers that a cohort may hold at once: 64 MiB of doubles. */
const room = 2 ** 23;

/**
 * How many replicates advance together. Numbers do not depend on it.
 *
 * @param laneNumbers numbers that one of them holds, at most
 */
export function cohortSize(replicates: number, laneNumbers: number): number {
  return Math.max(1, Math.min(replicates, widest, Math.floor(room / Math.max(1, laneNumbers))));
}
