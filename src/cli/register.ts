import type { Plan } from "../spec/plan.ts";
import { readPlan, registerSweep } from "../storage/registration.ts";
import { withReuse } from "../storage/reuse.ts";
import type { Store } from "../storage/store.ts";
import type { LoadedSpec } from "./spec-file.ts";

/**
 * Registers a sweep in a store, or finds it there. A new one takes over the cells that other sweeps of the store have.
 *
 * @returns the plan that holds
 * @throws {ConflictError} when the store holds this sweep under another spec or numerics version
 */
export async function register(store: Store, { plan, text }: LoadedSpec, reuse: boolean): Promise<Plan> {
  const known = (await readPlan(store, plan.sweepId)) !== undefined;
  const wanted = known || !reuse ? plan : (await withReuse(store, plan)).plan;
  return await registerSweep(store, wanted, text);
}
