import { calibrated } from "../client/calibrate.ts";
import { measureCosts } from "../client/costs.ts";
import type { Plan } from "../spec/plan.ts";
import { canonicalJson } from "../spec/canonical.ts";
import { readBarePlan, readSpecText, registerSweep, reviseSweep } from "../storage/registration.ts";
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
  if (known) return await withWords(store, await registerSweep(store, plan, text), plan, text);
  const cut = calibrated(plan, measureCosts(plan), cores);
  return await registerSweep(store, reuse ? (await withReuse(store, cut)).plan : cut, text);
}

/** The words of a report are no part of what a sweep is: where its spec has others by now, they are taken over. */
async function withWords(
  store: Store,
  held: Plan,
  { report, specDigest }: Plan,
  text: string,
): Promise<Plan> {
  if (held.specDigest !== specDigest || canonicalJson(held.report) === canonicalJson(report)) return held;
  const leftOut = (await readSpecText(store, held.sweepId))?.match(/^# left out: .*$/gm) ?? [];
  return await reviseSweep(store, held, { ...held, report }, [text.trimEnd(), ...leftOut, ""].join("\n"));
}
