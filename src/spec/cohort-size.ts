import type { Cell } from "../core/cell.ts";
import { filledParameters } from "../core/families/filled.ts";
import { familyNamed } from "../core/families/registry.ts";

/** Wide enough that a cohort's overhead vanishes, narrow enough that a sweep of one cell fills a few cores. */
const widest = 256;

/** Numbers that a cohort may hold at once: 64 MiB of doubles. */
const room = 2 ** 23;

/**
 * How many replicates advance together. Numbers do not depend on it.
 *
 * @param laneNumbers numbers that one of them holds, at most
 * @param most that advance together, however small they are
 */
export function cohortSize(replicates: number, laneNumbers: number, most: number = widest): number {
  return Math.max(1, Math.min(replicates, most, Math.floor(room / Math.max(1, laneNumbers))));
}

/** Numbers that a chain of a cell holds, at most, as its family says. */
export function laneNumbersOf(cell: Cell): number {
  return familyNamed(cell.family).laneNumbers?.(filledParameters(cell), cell.files) ?? 0;
}
