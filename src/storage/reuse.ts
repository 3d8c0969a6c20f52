import { CorruptionError } from "../core/errors.ts";
import { cutsOf, grownCuts, roundsOf, withCuts } from "../spec/cohorts.ts";
import type { Plan } from "../spec/plan.ts";
import { type Checkpoint, encodeCheckpoint } from "./checkpoint.ts";
import { newestCheckpoint } from "./checkpoints.ts";
import type { CohortIdentity } from "./cohort-identity.ts";
import { checkpointKey, partKey } from "./layout.ts";
import { metricsIn } from "./part-columns.ts";
import { listSweeps, readBarePlan } from "./registration.ts";
import { isPart } from "./set-aside.ts";
import type { Store } from "./store.ts";

/** A cell that another sweep of the store has as well. */
export interface SharedCell {
  readonly cellId: string;
  readonly sweepId: string;
}

/**
 * Finds out which cells of a plan other sweeps of the store have: a cell's id is a digest of all that its numbers are
 * made of, so equal ids mean equal numbers.
 *
 * @returns the plan, cut like those sweeps where cells are shared, and the cells that are
 */
export async function withReuse(store: Store, plan: Plan): Promise<{ plan: Plan; shared: SharedCell[] }> {
  const wanted = new Map(plan.cells.map((cell, index) => [cell.id, index]));
  const found = new Map<number, { sweepId: string; ends: readonly number[] }>();
  for (const sweepId of await listSweeps(store)) {
    if (sweepId === plan.sweepId) continue;
    const other = await readBarePlan(store, sweepId).catch(() => undefined);
    for (const [index, { id }] of other?.cells.entries() ?? []) {
      const cell = wanted.get(id);
      if (other && cell !== undefined && !found.has(cell))
        found.set(cell, { sweepId, ends: cutsOf(other, index) });
    }
  }
  if (found.size === 0) return { plan, shared: [] };
  const recut = withCuts(plan, (cell) => {
    const ends = cutsOf(plan, cell);
    const theirs = found.get(cell)?.ends;
    return theirs ? grownCuts(theirs, roundsOf(plan), ends[0] ?? plan.replicates) : ends;
  });
  const reuses = [...new Set([...found.values()].map(({ sweepId }) => sweepId))];
  const shared = [...found].map(([cell, { sweepId }]) => ({ cellId: plan.cells[cell]?.id ?? "", sweepId }));
  return { plan: { ...recut, reuses }, shared };
}

/**
 * Takes over what another sweep of the store computed of a cohort: its parts and its newest checkpoint are copied, and
 * checked on the way, so that either sweep can be removed without the other. Undefined where none has anything that
 * fits: what an earlier version computed without metrics that the family has today does not.
 *
 * @param metrics of the cohort's family
 * @throws {StoreError}
 */
export async function takeOver(
  store: Store,
  plan: Plan,
  identity: CohortIdentity,
  metrics: readonly string[],
): Promise<Checkpoint | undefined> {
  for (const sweepId of plan.reuses ?? []) {
    const theirs = await newestCheckpoint(store, { ...identity, sweepId });
    if (theirs === undefined || theirs.generation > plan.generations) continue;
    try {
      const parts = [];
      for (const entry of theirs.parts) {
        const bytes = await store.read(entry.key);
        if (!isPart(bytes, entry)) throw new CorruptionError(`${entry.key} is not what was committed.`);
        if (metricsIn(bytes, entry.key).join() !== metrics.join())
          throw new CorruptionError(`${entry.key} has not the metrics of today.`);
        const key = partKey(identity, entry.from, entry.to, entry.sha256);
        await store.write(key, bytes);
        parts.push({ ...entry, key });
      }
      // One step from the beginning, as it were: so it is either this cohort's first or not taken.
      const ours: Checkpoint = { ...theirs, sweepId: identity.sweepId, after: 0, parts, retired: [] };
      const taken = await store.create(checkpointKey(identity, 0), encodeCheckpoint(ours));
      return taken ? ours : await newestCheckpoint(store, identity);
    } catch (error) {
      // What cannot be taken over is computed.
      if (!(error instanceof CorruptionError)) throw error;
    }
  }
  return undefined;
}
