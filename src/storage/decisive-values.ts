import type { Plan } from "../spec/plan.ts";
import { type Checkpoint, isFinished, newestCheckpoint } from "./checkpoints.ts";
import { cohortIdentity } from "./cohort-identity.ts";
import { lastGeneration } from "./outcomes.ts";
import { decodePart } from "./decode-part.ts";
import { readPart } from "./set-aside.ts";
import type { Store } from "./store.ts";

/**
 * What a plan's rule for enough replicates looks at in a finished cohort: its metric at its generation, one value a
 * replicate, NaN where it is not defined. A chain that was stopped before has its last value.
 *
 * @returns undefined where the cohort is not finished
 * @throws {CorruptionError} when a part is not what was committed
 * @throws {StoreError}
 */
export async function decisiveValues(
  store: Store,
  plan: Plan,
  cohort: number,
): Promise<Float64Array | undefined> {
  const identity = cohortIdentity(plan, cohort);
  const checkpoint = await newestCheckpoint(store, identity);
  if (checkpoint === undefined || !isFinished(plan, checkpoint)) return undefined;
  const wanted = Math.min(plan.until?.generation ?? plan.generations, checkpoint.generation);
  return await metricAt(store, checkpoint, plan.until?.metric ?? "", wanted);
}

async function metricAt(
  store: Store,
  { sweepId, parts, outcomes, count }: Checkpoint,
  metric: string,
  wanted: number,
): Promise<Float64Array> {
  const at = Array.from({ length: count }, (_, lane) =>
    Math.min(wanted, lastGeneration(outcomes, lane, wanted)),
  );
  const values = new Float64Array(count).fill(Number.NaN);
  for (const entry of parts) {
    if (!at.some((generation) => entry.from <= generation && generation <= entry.to)) continue;
    const bytes = await readPart(store, sweepId, entry);
    const { segment } = await decodePart(bytes, entry.key, [metric]);
    const [column] = segment.metrics;
    for (const [lane, generation] of at.entries())
      if (entry.from <= generation && generation <= entry.to)
        values[lane] = column?.[(generation - entry.from) * count + lane] ?? Number.NaN;
  }
  return values;
}
