import { ConflictError } from "../src/core/errors.ts";
import type { Plan } from "../src/spec/plan.ts";
import { openStore } from "../src/storage/open.ts";
import { readPlan } from "../src/storage/registration.ts";
import type { Store } from "../src/storage/store.ts";
import type { PlanRef } from "../workflows/messages.ts";

/** A sweep as a worker needs it. */
export interface OpenSweep {
  readonly store: Store;
  readonly plan: Plan;
}

/** How many plans a worker keeps: a plan of a million cells is some hundred megabytes. */
const kept = 4;

/** The stores and plans that this worker process has open. A revision of a plan never changes, so it is read once. */
export class SweepCatalog {
  readonly #stores: Map<string, Store> = new Map();
  readonly #sweeps: Map<string, Promise<OpenSweep>> = new Map();

  /** @throws {ConflictError} when the store holds no such plan, or one of another numerics version */
  async open({ store: url, sweepId, revision }: PlanRef): Promise<OpenSweep> {
    const key = `${url}\n${sweepId}\n${revision}`;
    const known = this.#sweeps.get(key);
    if (known) return await known;
    const opening = this.#read(url, sweepId, revision);
    this.#sweeps.set(key, opening);
    for (const oldest of this.#sweeps.keys()) {
      if (this.#sweeps.size <= kept) break;
      this.#sweeps.delete(oldest);
    }
    try {
      return await opening;
    } catch (error) {
      this.#sweeps.delete(key);
      throw error;
    }
  }

  async #read(url: string, sweepId: string, revision: number): Promise<OpenSweep> {
    let store = this.#stores.get(url);
    if (store === undefined) {
      store = openStore(url);
      this.#stores.set(url, store);
    }
    const plan = await readPlan(store, sweepId, revision);
    if (plan === undefined)
      throw new ConflictError(
        `${url} holds no revision ${revision} of ${sweepId}. Submit its spec to this store first.`,
      );
    return { store, plan };
  }
}
