import { decide } from "../core/sequential/decide.ts";
import { cohortAt, cohortsOf, cutsOf, roundsOf } from "../spec/cohorts.ts";
import type { Plan } from "../spec/plan.ts";
import { decisiveValues } from "./decisive-values.ts";
import { lookedUp } from "./lookups.ts";
import type { Store } from "./store.ts";

/**
 * How many replicates of a cell are asked for by now: the first rounds, up to the one after which the spec's rule says
 * that they are enough, or the first that is not finished. A pure function of the plan and of the values, so that the
 * replicates of a finished cell are the same on every machine and after every crash. A cohort that failed leaves its
 * cell where it is, until it is tried again.
 *
 * @param cell index in the plan
 * @param valuesOf the rule's metric of a cohort, one value a replicate in their order; undefined for a cohort that is
 * not finished
 * @returns number of replicates
 */
export async function replicatesAskedFor(
  plan: Plan,
  cell: number,
  valuesOf: (cohort: number) => Promise<Float64Array | undefined>,
): Promise<number> {
  const { until } = plan;
  if (until === undefined) return plan.replicates;
  const values = new Float64Array(plan.replicates);
  const ends = cutsOf(plan, cell);
  const [firstCohort] = cohortsOf(plan, cell);
  let done = 0;
  for (const round of roundsOf(plan)) {
    for (const [k, end] of ends.entries()) {
      if (end <= done || end > round) continue;
      const more = await valuesOf(firstCohort + k);
      if (more === undefined) return round;
      values.set(more, done);
      done = end;
    }
    if (decide(values.subarray(0, done), until).enough) return round;
  }
  return plan.replicates;
}

/**
 * {@link replicatesAskedFor} of cells [from, to) of a plan, from what the store holds of them.
 *
 * @param beat called now and then
 * @throws {CorruptionError} when a part is not what was committed; it is set aside
 * @throws {StoreError}
 */
async function demandOf(
  store: Store,
  plan: Plan,
  from: number,
  to: number,
  beat: () => void = () => {},
): Promise<Float64Array> {
  if (plan.until === undefined) return new Float64Array(to - from).fill(plan.replicates);
  const values = (cohort: number): Promise<Float64Array | undefined> => decisiveValues(store, plan, cohort);
  const asked: number[] = [];
  for await (const some of lookedUp(counting(from, to), (cell) => replicatesAskedFor(plan, cell, values))) {
    asked.push(...some);
    beat();
  }
  return Float64Array.from(asked);
}

/** What a plan asks for by now, in all. */
export interface Demand {
  /** Replicates of each cell. */
  readonly replicates: Float64Array;
  readonly chains: number;
  readonly cohorts: number;
}

/** {@link demandOf} of all cells. */
export async function wholeDemand(store: Store, plan: Plan, beat?: () => void): Promise<Demand> {
  const replicates = await demandOf(store, plan, 0, plan.cells.length, beat);
  const chains = replicates.reduce((sum, each) => sum + each, 0);
  let cohorts = 0;
  for (const [cell, most] of replicates.entries())
    for (const end of cutsOf(plan, cell)) if (end <= most) cohorts++;
  return { replicates, chains, cohorts };
}

/** Whether replicates are among those asked for. */
export function isAskedFor({ replicates }: Demand, { cell, first, count }: PlacedReplicates): boolean {
  return first + count <= (replicates[cell] ?? 0);
}

interface PlacedReplicates {
  /** Index in the plan. */
  readonly cell: number;
  readonly first: number;
  readonly count: number;
}

/**
 * The cohorts that a plan asks for by now, of the cells whose first cohort is among [from, to): whoever follows a cell
 * follows it to its end.
 *
 * @throws {CorruptionError} and {StoreError} as {@link demandOf}
 */
export async function cohortsAskedFor(
  store: Store,
  plan: Plan,
  from: number,
  to: number,
  beat?: () => void,
): Promise<readonly number[]> {
  if (plan.until === undefined) return counting(from, to);
  const before = cohortAt(plan, from).cell;
  const first = cohortsOf(plan, before)[0] < from ? before + 1 : before;
  const end = cohortAt(plan, to - 1).cell + 1;
  if (first >= end) return [];
  const asked = await demandOf(store, plan, first, end, beat);
  return Array.from(asked, (replicates, i) =>
    counting(...cohortsOf(plan, first + i)).filter((cohort) => endOf(plan, cohort) <= replicates),
  ).flat();
}

/** Replicates of its cell up to the end of a cohort. */
function endOf(plan: Plan, cohort: number): number {
  const { first, count } = cohortAt(plan, cohort).slice;
  return first + count;
}

function counting(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}
