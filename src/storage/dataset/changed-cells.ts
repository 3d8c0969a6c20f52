import type { CohortFacts } from "./cohort-facts.ts";
import type { Base } from "./draft.ts";

/**
 * Cohorts of the cells whose summaries the snapshot before does not have as they would be now, by cell.
 *
 * @param theory all that summaries are made of apart from the rows
 */
export function changedCells(
  facts: ReadonlyMap<number, CohortFacts>,
  theory: string,
  base: Base | undefined,
): Map<number, CohortFacts[]> {
  const before = base && reusable(base, theory) ? contents(base.coverage?.cohorts ?? []) : new Map();
  const now = contents(facts.values());
  const changed = new Map<number, CohortFacts[]>();
  for (const item of facts.values()) {
    if (item.generation === 0 || before.get(item.cellId) === now.get(item.cellId)) continue;
    const cohorts = changed.get(item.cell) ?? [];
    changed.set(item.cell, cohorts);
    cohorts.push(item);
  }
  return changed;
}

function reusable({ manifest, coverage, present }: Base, theory: string): boolean {
  return (
    coverage?.theory === theory &&
    manifest.tables.cells.files.every(({ path, bytes }) => present.get(path) === bytes)
  );
}

type Content = Pick<CohortFacts, "cellId" | "first" | "count" | "generation" | "sums">;

/** What rows each cell has, by its id. */
function contents(cohorts: Iterable<Content>): Map<string, string> {
  const lines = new Map<string, string[]>();
  for (const { cellId, first, count, generation, sums } of cohorts)
    lines.set(cellId, [...(lines.get(cellId) ?? []), `${first} ${count} ${generation} ${sums}`]);
  return new Map([...lines].map(([cellId, all]) => [cellId, all.sort().join("\n")]));
}
