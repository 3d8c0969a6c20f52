import { ConflictError } from "../core/errors.ts";
import type { Plan } from "../spec/plan.ts";
import { openStore } from "../storage/open.ts";
import { readPlan } from "../storage/registration.ts";
import type { Store } from "../storage/store.ts";

/**
 * A sweep that a store holds.
 *
 * @throws {ConflictError} when it holds none of this id
 */
export async function heldSweep(storeUrl: string, id: string): Promise<{ store: Store; plan: Plan }> {
  const store = openStore(storeUrl);
  const plan = await readPlan(store, id);
  if (plan === undefined)
    throw new ConflictError(`${storeUrl} holds no sweep ${id}. \`ouro status\` lists what it holds.`);
  return { store, plan };
}
