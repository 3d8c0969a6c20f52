import type { Cell } from "../core/cell.ts";
import { formatParameter } from "./format.ts";

/**
 * What a report calls the regime of each cell: its name, and where cells of one name differ in parameters that are no
 * axes of the plan, those parameters too, so that no two curves bear the same name.
 */
export function regimeTexts(
  cells: readonly Pick<Cell, "regime" | "regimeParameters">[],
  axes: readonly string[],
): readonly string[] {
  const seen = new Map<string, Set<string>>();
  const of = (regime: string, name: string): Set<string> => {
    const key = `${regime} ${name}`;
    const values = seen.get(key) ?? new Set<string>();
    seen.set(key, values);
    return values;
  };
  for (const { regime, regimeParameters } of cells)
    for (const [name, value] of Object.entries(regimeParameters))
      of(regime, name).add(formatParameter(value));
  return cells.map(({ regime, regimeParameters }) => {
    const differing = Object.entries(regimeParameters)
      .filter(([name]) => !axes.includes(name) && of(regime, name).size > 1)
      .map(([name, value]) => `${name} ${formatParameter(value)}`);
    return differing.length === 0 ? regime : `${regime} (${differing.join(", ")})`;
  });
}
