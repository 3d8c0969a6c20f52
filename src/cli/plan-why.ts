import type { Plan } from "../spec/plan.ts";
import { coordinates } from "../spec/revise.ts";
import { readBarePlan } from "../storage/registration.ts";
import { withReuse } from "../storage/reuse.ts";
import type { Store } from "../storage/store.ts";

/** A cell, all that its id is a digest of, and the sweep of the store that has it already: perhaps the plan's own. */
export interface ExplainedCell {
  readonly id: string;
  readonly madeOf: Readonly<Record<string, unknown>>;
  readonly takenFrom: string | null;
}

/** Says of every cell of a plan what its identity is made of and whether it would be computed. */
export async function explainCells(store: Store, plan: Plan): Promise<ExplainedCell[]> {
  const { shared } = await withReuse(store, plan);
  const sources = new Map(shared.map(({ cellId, sweepId }) => [cellId, sweepId]));
  const held = await readBarePlan(store, plan.sweepId).catch(() => undefined);
  for (const { id } of held?.cells ?? []) sources.set(id, plan.sweepId);
  return plan.cells.map((cell) => ({
    id: cell.id,
    madeOf: { seed: plan.seed, numerics: plan.numericsVersion, ...coordinates(cell) },
    takenFrom: sources.get(cell.id) ?? null,
  }));
}
