import type { Plan } from "../spec/plan.ts";
import type { OpenDataset } from "../storage/dataset/query.ts";
import type { UnfinishedCell } from "./data.ts";

/** SQL: chains of each cell that are asked for, that came to their end, and that failed. */
export const settledChains: string = `
  SELECT cell_id, count(*)::INTEGER AS asked, count(*) FILTER (complete)::INTEGER AS done, coalesce(any_value(f.failed), 0)::INTEGER AS failed
  FROM chains LEFT JOIN (SELECT cell_id, sum(chains) AS failed FROM failures GROUP BY ALL) f USING (cell_id) GROUP BY cell_id`;

/**
 * Cells of a plan that lack chains which did not fail, in its order.
 *
 * @param dataset with views of `chains` and `failures`
 */
export async function unfinishedCells(dataset: OpenDataset, plan: Plan): Promise<UnfinishedCell[]> {
  const { rows } = await dataset.query(settledChains);
  const known = new Map(rows.map(([id, ...counts]) => [String(id), counts.map(Number)]));
  return plan.cells.flatMap(({ id }) => {
    const [asked = plan.replicates, done = 0, failed = 0] = known.get(id) ?? [];
    return done + failed < asked ? [{ cellId: id, chains: done, of: asked - failed }] : [];
  });
}
