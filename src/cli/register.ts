import { calibrated } from "../client/calibrate.ts";
import { measureCosts } from "../client/costs.ts";
import type { Plan } from "../spec/plan.ts";
import { readBarePlan, registerSweep } from "../storage/registration.ts";
import { withReuse } from "../storage/reuse.ts";
import type { Store } from "../storage/store.ts";
import type { LoadedSpec } from "./spec-file.ts";

/**
 * Registers a sweep in a store, or finds it there. A new one is cut by what its cells cost, and takes over those that
 * other sweeps of the store have.
 *
 * @param cores that will work on it
 * @returns the plan that holds
 * @throws {ConflictError} when the store holds this sweep under another spec or numerics version
 */
export async function register(
  store: Store,
  { plan, text }: LoadedSpec,
  { reuse, cores }: { readonly reuse: boolean; readonly cores: number },
): Promise<Plan> {
  const known = (await readBarePlan(store, plan.sweepId)) !== undefined;
  if (known) return await registerSweep(store, plan, text);
  const cut = calibrated(plan, measureCosts(plan), cores);
  return await registerSweep(store, reuse ? (await withReuse(store, cut)).plan : cut, text);
}
