import { ConflictError, CorruptionError } from "../core/errors.ts";
import { numericsVersion } from "../core/version.ts";
import type { Plan } from "../spec/plan.ts";
import type { Store } from "./store.ts";

const planFile = (sweepId: string): string => `${sweepId}/plan.json`;
const specFile = (sweepId: string): string => `${sweepId}/spec.yaml`;

/**
 * Writes a sweep's plan and spec where there are none yet; the plan that stands in the store wins, so that two who
 * register at once agree on how work is cut.
 *
 * @returns the plan that holds
 * @throws {ConflictError} when the store holds this sweep under another spec or numerics version
 */
export async function registerSweep(store: Store, plan: Plan, spec: string): Promise<Plan> {
  const created = await store.create(planFile(plan.sweepId), encode(plan));
  await store.create(specFile(plan.sweepId), new TextEncoder().encode(spec));
  if (created) return plan;
  const held = await readPlan(store, plan.sweepId);
  if (held === undefined)
    throw new CorruptionError(`${planFile(plan.sweepId)} came and went. Run the same command again.`);
  if (held.specDigest !== plan.specDigest)
    throw new ConflictError(
      `The store holds ${plan.sweepId} with another spec (digest ${held.specDigest.slice(0, 12)}, not ${plan.specDigest.slice(0, 12)}). Give the sweep another name or another --store.`,
    );
  return held;
}

/**
 * The plan of a sweep, or undefined where the store holds none.
 *
 * @throws {CorruptionError} when plan.json cannot be read as a plan
 * @throws {ConflictError} when it was made by another numerics version
 */
export async function readPlan(store: Store, sweepId: string): Promise<Plan | undefined> {
  const bytes = await store.read(planFile(sweepId));
  if (bytes === undefined) return undefined;
  let plan: Plan;
  try {
    plan = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as Plan;
  } catch (error) {
    throw new CorruptionError(`${planFile(sweepId)} is not JSON. Remove it and run the sweep's spec again.`, {
      cause: error,
    });
  }
  if (plan.format !== 1 || plan.sweepId !== sweepId || !Array.isArray(plan.cells))
    throw new CorruptionError(
      `${planFile(sweepId)} is not the plan of ${sweepId}. Remove it and run the sweep's spec again.`,
    );
  if (plan.numericsVersion !== numericsVersion)
    throw new ConflictError(
      `${sweepId} was begun with numerics version ${plan.numericsVersion}, and this is version ${numericsVersion}: their numbers must not mix. Go on with the package that began it, or use another --store.`,
    );
  return plan;
}

/** The spec of a sweep as registered, or undefined. */
export async function readSpecText(store: Store, sweepId: string): Promise<string | undefined> {
  const bytes = await store.read(specFile(sweepId));
  return bytes && new TextDecoder().decode(bytes);
}

/** Ids of the sweeps that a store holds, in order. */
export async function listSweeps(store: Store): Promise<string[]> {
  return await store.folders("");
}

function encode(plan: Plan): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(plan)}\n`);
}
