import type { CohortRange } from "../src/core/cell.ts";

/** Ranges in order, those that touch as one. */
export function joined(ranges: readonly CohortRange[]): CohortRange[] {
  const all: CohortRange[] = [];
  for (const range of [...ranges].sort((a, b) => a.from - b.from)) {
    const last = all.at(-1);
    if (last && last.to >= range.from)
      all[all.length - 1] = { from: last.from, to: Math.max(last.to, range.to) };
    else all.push(range);
  }
  return all;
}
