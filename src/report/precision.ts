import { precisionOf } from "../core/sequential/decide.ts";
import type { Plan } from "../spec/plan.ts";
import { text } from "../storage/dataset/columns.ts";
import { queryDataset } from "../storage/dataset/query.ts";
import type { Store } from "../storage/store.ts";
import { settledChains } from "./unfinished.ts";

/** A cell that has all replicates that the spec allows, and whose mean is not known as well as the spec asks. */
export interface ImpreciseCell {
  readonly cellId: string;
  /** Replicates with a value. */
  readonly n: number;
  readonly mean: number | null;
  /** Of the interval that the rule goes by; null where values bound nothing, such as values that are all the same. */
  readonly halfWidth: number | null;
  /** Half-width asked for, in the unit of the metric. */
  readonly wanted: number;
}

/**
 * Cells that went to `max` in vain, in the plan's order. None where the rule looks at a generation that `cells` does not
 * report.
 *
 * @throws {ConflictError} when the sweep has no dataset yet
 */
export async function impreciseCells(store: Store, plan: Plan): Promise<ImpreciseCell[]> {
  const { until } = plan;
  if (until === undefined) return [];
  const { rows } = await queryDataset(
    store,
    plan.sweepId,
    `SELECT c.cell_id, any_value(c.n), any_value(c.mean), any_value(c.sd)
     FROM cells c JOIN (${settledChains}) USING (cell_id)
     WHERE c.metric = ${text(until.metric)} AND c.generation = ${until.generation ?? plan.generations} AND done + failed >= ${until.max}
     GROUP BY c.cell_id`,
  );
  const found = rows.flatMap(([id, count, average, spread]): ImpreciseCell[] => {
    const [n, mean, sd] = [Number(count), numberOf(average), numberOf(spread)];
    const { halfWidth, wanted, reached } = precisionOf({ n, mean, squares: (n - 1) * sd * sd }, until);
    if (reached) return [];
    return [
      {
        cellId: String(id),
        n,
        mean: finite(mean),
        halfWidth: finite(halfWidth),
        wanted: finite(wanted) ?? 0,
      },
    ];
  });
  const place = new Map(plan.cells.map(({ id }, index) => [id, index]));
  return found.sort((a, b) => (place.get(a.cellId) ?? 0) - (place.get(b.cellId) ?? 0));
}

function numberOf(value: unknown): number {
  return typeof value === "number" ? value : Number.NaN;
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
