import { whyNoTheory } from "../core/theory/silence.ts";
import type { CellRow, ReportCell, ReportData } from "./data.ts";

/**
 * Why nothing is said of a metric of a cell; undefined where theory speaks of it, or will once the cell is finished.
 *
 * @param rows of that cell and metric
 */
export function silence(
  cell: ReportCell,
  metric: string,
  rows: readonly Pick<CellRow, "theoryKind">[],
  { unfinished = [] }: Pick<ReportData, "unfinished">,
): string | undefined {
  if (rows.some(({ theoryKind }) => theoryKind !== null)) return undefined;
  if (unfinished.some(({ cellId }) => cellId === cell.id)) return undefined;
  // Parameters of a regime may stand behind its name.
  const [regime = ""] = cell.regime.split(" (");
  return whyNoTheory({ family: cell.family, regime, parameters: cell.parameters }, metric);
}
