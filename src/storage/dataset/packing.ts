import type { Plan } from "../../spec/plan.ts";
import { type NewRows, rowCount } from "./cohort-facts.ts";

/** Bytes that a file of `generations` is to have, about. */
export const fileBytes: number = 2 ** 28;

/** Bytes below which a file is made anew together with others, where there are others. */
export const smallFile: number = 2 ** 26;

/** Rows that become one file, in order of (cell, replicate). */
export interface FileOfRows {
  readonly family: string;
  readonly regime: string;
  readonly rows: readonly NewRows[];
}

/** Cells of one family and regime: the rows of a folder. */
export function partitionOf(plan: Plan, cell: number): string {
  const { family, regime } = plan.cells[cell] ?? {};
  return JSON.stringify([family, regime]);
}

/**
 * Cuts rows into files: each of one family and regime, of about equal size within it. A cohort's rows are never
 * divided.
 *
 * @param rows by cohort number
 * @param bytesOf bytes that a row of a partition takes in a file
 */
export function packed(
  plan: Plan,
  rows: readonly NewRows[],
  bytesOf: (partition: string) => number,
  bytesPerFile: number,
): FileOfRows[] {
  const partitions = new Map<string, NewRows[]>();
  for (const item of rows) {
    const name = partitionOf(plan, item.facts.cell);
    const items = partitions.get(name) ?? [];
    partitions.set(name, items);
    items.push(item);
  }
  return [...partitions].flatMap(([name, items]) => {
    const [family, regime] = JSON.parse(name) as [string, string];
    const total = items.reduce((sum, item) => sum + rowCount(item), 0);
    const files = Math.max(1, Math.ceil((total * bytesOf(name)) / bytesPerFile));
    return cut(items, total / files).map((some) => ({ family, regime, rows: some }));
  });
}

/** Neighbours in groups of about `most` rows. */
function cut(items: readonly NewRows[], most: number): NewRows[][] {
  const groups: NewRows[][] = [];
  let done = 0;
  let last = -1;
  for (const item of items) {
    const group = Math.floor((done + rowCount(item) / 2) / most);
    if (group > last) groups.push([]);
    last = group;
    groups.at(-1)?.push(item);
    done += rowCount(item);
  }
  return groups;
}
