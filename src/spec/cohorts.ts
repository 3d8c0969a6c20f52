import type { CohortSlice } from "../core/cell.ts";
import { whole } from "../core/check.ts";
import { roundEnds } from "../core/sequential/round-ends.ts";
import type { Plan } from "./plan.ts";

/** A cohort and where it stands in its plan. Its number means nothing outside this revision of the plan. */
export interface PlannedCohort {
  readonly cohort: number;
  /** Index of its cell in the plan. */
  readonly cell: number;
  readonly slice: CohortSlice;
}

/** How many cohorts a plan has. */
export function cohortCount(plan: Plan): number {
  return indexOf(plan).begins.at(-1) ?? 0;
}

/**
 * Cohort number `cohort`: they are numbered cell by cell, and by replicates within a cell.
 *
 * @throws {ParameterError} when the plan has no such cohort
 */
export function cohortAt(plan: Plan, cohort: number): PlannedCohort {
  const { begins } = indexOf(plan);
  whole(cohort, "cohort", 0, cohortCount(plan) - 1);
  let [low, high] = [0, plan.cells.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((begins[middle] as number) <= cohort) low = middle;
    else high = middle - 1;
  }
  const ends = cutsOf(plan, low);
  const k = cohort - (begins[low] as number);
  const first = k === 0 ? 0 : (ends[k - 1] as number);
  const cell = plan.cells[low] as Plan["cells"][number];
  return { cohort, cell: low, slice: { cell, first, count: (ends[k] as number) - first } };
}

/** The number of the cohort that holds replicates [first, first + count) of a cell; undefined where none does. */
export function cohortOf(plan: Plan, cellId: string, first: number, count: number): number | undefined {
  const { begins, cells } = indexOf(plan);
  const cell = cells.get(cellId);
  if (cell === undefined) return undefined;
  const ends = cutsOf(plan, cell);
  const k = ends.indexOf(first + count);
  if (k < 0 || (k === 0 ? 0 : ends[k - 1]) !== first) return undefined;
  return (begins[cell] as number) + k;
}

/** Ends of a cell's cohorts. */
export function cutsOf(plan: Plan, cell: number): readonly number[] {
  return plan.cuts[plan.cutOfCell?.[cell] ?? 0] ?? [plan.replicates];
}

/** The numbers of a cell's cohorts: [first, end). */
export function cohortsOf(plan: Plan, cell: number): readonly [first: number, end: number] {
  const { begins } = indexOf(plan);
  return [begins[cell] as number, begins[cell + 1] as number];
}

/**
 * Replicates after which a cell may turn out to have enough, and at last all: what the spec says, whatever is measured
 * of the machine, since it decides which replicates there are. No cohort reaches across one of them.
 */
export function roundsOf({ until, replicates }: Pick<Plan, "until" | "replicates">): readonly number[] {
  return until ? roundEnds(until) : [replicates];
}

/**
 * Ends of equal cohorts of at most `size` replicates.
 *
 * @param rounds replicates at which a cohort ends in any case, ascending; the last is all of them
 */
export function equalCuts(rounds: readonly number[], size: number, from = 0): number[] {
  const ends: number[] = [];
  let end = from;
  for (const round of rounds)
    while (end < round) {
      end = Math.min(round, end + size);
      ends.push(end);
    }
  return ends;
}

/** Cuts that keep what was cut already, as far as it fits the rounds, and go on in cohorts of at most `size`. */
export function grownCuts(ends: readonly number[], rounds: readonly number[], size: number): number[] {
  const kept: number[] = [];
  for (const end of ends) {
    const begin = kept.at(-1) ?? 0;
    if (end > (rounds.at(-1) ?? 0) || rounds.some((round) => begin < round && round < end)) break;
    kept.push(end);
  }
  return [...kept, ...equalCuts(rounds, size, kept.at(-1))];
}

/** The plan with cells cut as `endsOf` says; cells that are cut the same way share the list. */
export function withCuts(plan: Plan, endsOf: (cell: number) => readonly number[]): Plan {
  const cuts: (readonly number[])[] = [];
  const known = new Map<string, number>();
  const cutOfCell = plan.cells.map((_, cell) => {
    const ends = endsOf(cell);
    const name = ends.join();
    const index = known.get(name) ?? cuts.push(ends) - 1;
    known.set(name, index);
    return index;
  });
  const { cutOfCell: _, ...rest } = plan;
  return cuts.length > 1 ? { ...rest, cuts, cutOfCell } : { ...rest, cuts };
}

interface CohortIndex {
  /** Number of each cell's first cohort, and of all cohorts at the end. */
  readonly begins: Float64Array;
  readonly cells: ReadonlyMap<string, number>;
}

const indices: WeakMap<Plan, CohortIndex> = new WeakMap();

function indexOf(plan: Plan): CohortIndex {
  const known = indices.get(plan);
  if (known) return known;
  const begins = new Float64Array(plan.cells.length + 1);
  for (let cell = 0; cell < plan.cells.length; cell++)
    begins[cell + 1] = (begins[cell] as number) + cutsOf(plan, cell).length;
  const cells = new Map(plan.cells.map((cell, index) => [cell.id, index]));
  const index = { begins, cells };
  indices.set(plan, index);
  return index;
}
