import { timeToCollapse } from "../core/theory/collapse-time.ts";
import type { Cell } from "../core/cell.ts";
import type { Metric } from "../core/families/family.ts";
import type { Plan } from "../spec/plan.ts";
import { compare } from "../storage/dataset/verdict.ts";
import type { CellRow } from "./data.ts";

/** What a chain that ends when it collapses is asked beside its metrics. */
export const collapseMetric: Metric = {
  name: "time_to_collapse",
  unit: "generations",
  meaning: "generation at which a chain collapsed; the last one where it has not",
};

/** Times of a cell's chains. Sums are whole numbers: they do not depend on the order of what was summed. */
export interface CollapseTimes {
  readonly cellId: string;
  readonly chains: number;
  /** Those that collapsed or came to the last generation; the others ended for another reason, or go on. */
  readonly timed: number;
  readonly sum: number;
  readonly squares: number;
  readonly most: number;
  /** 5, 25, 50, 75 and 95 %. */
  readonly quantiles: readonly number[];
}

/** Whether chains of a sweep end because they collapse. */
export function endsInCollapse({ stop }: Plan): boolean {
  return stop !== undefined && /\bcollapse\b/.test(stop.when);
}

/** Of the table `chains`, a row a cell. */
export function collapseQuery({ generations }: Plan): string {
  const time = `CASE WHEN outcome = 'absorbed' THEN least(ended_at, ${generations}) WHEN outcome = 'ok' AND generations >= ${generations} THEN ${generations} END`;
  return `
    SELECT cell_id, count(*)::DOUBLE AS chains, count(time)::DOUBLE AS timed, sum(time)::DOUBLE AS sum,
      sum(time::HUGEINT * time)::DOUBLE AS squares, max(time)::DOUBLE AS most,
      ${[5, 25, 50, 75, 95].map((q) => `quantile_cont(time, ${q / 100})::DOUBLE AS q${q}`).join(", ")}
    FROM (SELECT cell_id, ${time} AS time FROM chains) GROUP BY ALL ORDER BY ALL`;
}

/** Measured beside predicted; nothing of cells of which a chain was not followed to its end, or of which theory does not speak. */
export function collapseRows(plan: Plan, times: readonly CollapseTimes[]): CellRow[] {
  const cells = new Map(plan.cells.map((cell) => [cell.id, cell]));
  return times.flatMap((found) => {
    const cell = cells.get(found.cellId);
    return cell === undefined || found.timed < found.chains || found.chains === 0
      ? []
      : rowOf(cell, found, plan.generations);
  });
}

function rowOf(cell: Cell, times: CollapseTimes, generations: number): readonly CellRow[] {
  const theory = timeToCollapse(cell, generations);
  if (!theory) return [];
  const { timed: n, sum, squares, quantiles } = times;
  const mean = sum / n;
  const sd = n < 2 ? null : Math.sqrt(Math.max(0, (squares - sum * mean) / (n - 1)));
  const { ratio, z, verdict } = compare({ n, mean, sd }, theory);
  const [q05, q25, q50, q75, q95] = quantiles as [number, number, number, number, number];
  return [
    {
      cellId: cell.id,
      metric: collapseMetric.name,
      generation: times.most,
      n,
      mean,
      sd,
      se: sd === null ? null : sd / Math.sqrt(n),
      ...{ q05, q25, q50, q75, q95 },
      theoryValue: theory.value,
      theoryKind: theory.kind,
      theorySource: theory.source,
      theorySlack: theory.slack ?? null,
      ...{ ratio, z, verdict },
    },
  ];
}
