import type { Plan } from "../../spec/plan.ts";
import type { Checkpoint, PartEntry } from "../checkpoint.ts";

/** What the dataset must know of a cohort: its newest checkpoint without the state. */
export type CohortFacts = Omit<Checkpoint, "state" | "retired"> & {
  readonly cohort: number;
  /** Index of its cell in the plan. */
  readonly cell: number;
  readonly finished: boolean;
};

/** Cohorts that are compacted together: whole cells of one partition, or one cell too big for that. */
export interface Batch {
  readonly family: string;
  readonly regime: string;
  /** Cells of the plan, ascending. */
  readonly cells: readonly number[];
  /** One output file each, in order of (cell, replicate). */
  readonly files: readonly (readonly CohortFacts[])[];
}

/**
 * Cuts cohorts into batches in plan order.
 *
 * @param cohorts by cohort number
 * @param rowsPerFile about how many rows a file gets; a cohort is never divided
 */
export function batches(plan: Plan, cohorts: readonly CohortFacts[], rowsPerFile: number): Batch[] {
  const partitions = new Map<string, CohortFacts[][]>();
  for (const facts of cohorts) {
    const cell = plan.cells[facts.cell];
    if (cell === undefined || facts.generation === 0) continue;
    const name = JSON.stringify([cell.family, cell.regime]);
    const cells = partitions.get(name) ?? [];
    partitions.set(name, cells);
    const last = cells.at(-1);
    if (last?.[0]?.cell === facts.cell) last.push(facts);
    else cells.push([facts]);
  }
  const all: Batch[] = [];
  for (const [name, cells] of partitions) {
    const [family, regime] = JSON.parse(name) as [string, string];
    for (const group of packed(cells, (cell) => sum(cell, rowsOf), rowsPerFile)) {
      const files = packed(group.flat(), rowsOf, rowsPerFile);
      all.push({ family, regime, cells: group.map((cell) => cell[0]?.cell ?? 0), files });
    }
  }
  return all;
}

/** Rows of a cohort. */
export function rowsOf(facts: { readonly parts: readonly PartEntry[] }): number {
  return sum(facts.parts, (part) => part.rows);
}

/** Neighbours in groups of at most `most` by weight; what is heavier stands alone. */
function packed<Item>(items: readonly Item[], weight: (item: Item) => number, most: number): Item[][] {
  const groups: Item[][] = [];
  let filled = Number.POSITIVE_INFINITY;
  for (const item of items) {
    const more = weight(item);
    if (filled + more > most) {
      groups.push([]);
      filled = 0;
    }
    groups.at(-1)?.push(item);
    filled += more;
  }
  return groups;
}

function sum<Item>(items: readonly Item[], weight: (item: Item) => number): number {
  return items.reduce((total, item) => total + weight(item), 0);
}
