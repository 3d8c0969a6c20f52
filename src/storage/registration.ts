import { ConflictError, CorruptionError, VersionError } from "../core/errors.ts";
import { numericsVersion } from "../core/version.ts";
import type { Plan } from "../spec/plan.ts";
import { withFiles, writeFiles } from "./data-files.ts";
import { planKey, revisionKey, revisionsFolder, specKey } from "./layout.ts";
import { sealed, unsealed } from "./sealed-json.ts";
import type { Store } from "./store.ts";

/**
 * Writes a sweep's plan and spec where there are none yet; the plan that stands in the store wins, so that two who
 * register at once agree on how work is cut. A sweep that was extended since is still that sweep.
 *
 * @returns the plan that holds
 * @throws {ConflictError} when the store holds this sweep under another spec or numerics version
 */
export async function registerSweep(store: Store, plan: Plan, spec: string): Promise<Plan> {
  // Where it is there already nothing is written: a store that is done may be read-only.
  const known = (await readBarePlan(store, plan.sweepId)) !== undefined;
  if (!known || plan.files) await writeFiles(store, plan);
  const created = !known && (await store.create(planKey(plan.sweepId), stored(plan)));
  if (!known || (await readSpecText(store, plan.sweepId)) === undefined)
    await store.create(specKey(plan.sweepId), new TextEncoder().encode(spec));
  if (created) return plan;
  const held = await readPlan(store, plan.sweepId);
  if (held === undefined)
    throw new CorruptionError(`${planKey(plan.sweepId)} came and went. Run the same command again.`);
  const begun = held.revision === 1 ? held : await readPlan(store, plan.sweepId, 1);
  if (![held, begun].some((known) => known?.specDigest === plan.specDigest))
    throw new ConflictError(
      `The store holds ${plan.sweepId} with another spec (digest ${held.specDigest.slice(0, 12)}, not ${plan.specDigest.slice(0, 12)}). Give the sweep another name or another --store.`,
    );
  return held;
}

/**
 * Makes `next` the plan of a sweep. Revisions before stay readable for workflows that still follow them; the file of a
 * revision is created once, so of two who revise at once one fails.
 *
 * @param held the plan that `next` was made from
 * @returns the plan that holds now
 * @throws {ConflictError} when the sweep was revised in the meantime
 */
export async function reviseSweep(store: Store, held: Plan, next: Plan, spec: string): Promise<Plan> {
  const plan = { ...next, sweepId: held.sweepId, revision: held.revision + 1 };
  await writeFiles(store, plan);
  await store.create(revisionKey(held.sweepId, held.revision), stored(held));
  if (!(await store.create(revisionKey(held.sweepId, plan.revision), stored(plan))))
    throw new ConflictError(
      `${held.sweepId} was changed by somebody else in the meantime. Look at it (ouro status ${held.sweepId}) and run the same command again.`,
    );
  await store.write(specKey(held.sweepId), new TextEncoder().encode(spec));
  await store.write(planKey(held.sweepId), stored(plan));
  return plan;
}

/**
 * A plan of a sweep with the files that it names, or undefined where the store holds none.
 *
 * @param revision the newest one where absent
 * @throws {CorruptionError} when it cannot be read as a plan, or a file is not what was registered
 * @throws {VersionError} when it was made by another numerics version
 */
export async function readPlan(store: Store, sweepId: string, revision?: number): Promise<Plan | undefined> {
  const plan = await readBarePlan(store, sweepId, revision);
  return plan && (await withFiles(store, plan));
}

/** The same without the files: for what only asks which cells there are. */
export async function readBarePlan(
  store: Store,
  sweepId: string,
  revision?: number,
): Promise<Plan | undefined> {
  const current = await readPlanAt(store, sweepId, planKey(sweepId));
  if (current === undefined || current.revision === revision) return current;
  if (revision !== undefined) return await readPlanAt(store, sweepId, revisionKey(sweepId, revision));
  // Whoever revised may have been cut off between the revision's own file and plan.json.
  const newest = (await store.list(revisionsFolder(sweepId))).at(-1)?.key;
  if (newest === undefined || newest <= revisionKey(sweepId, current.revision)) return current;
  return (await readPlanAt(store, sweepId, newest)) ?? current;
}

/**
 * The newest revision of a sweep's plan that has a file of its own and can be read; undefined where there is none.
 *
 * @throws {VersionError} when it was made by another numerics version
 */
export async function newestRevision(store: Store, sweepId: string): Promise<Plan | undefined> {
  for (const { key } of (await store.list(revisionsFolder(sweepId))).reverse())
    try {
      return await readPlanAt(store, sweepId, key);
    } catch (error) {
      if (!(error instanceof CorruptionError)) throw error;
    }
  return undefined;
}

/** Writes plan.json again where it was lost. @throws {StoreError} */
export async function restorePlan(store: Store, plan: Plan): Promise<void> {
  await store.write(planKey(plan.sweepId), stored(plan));
}

async function readPlanAt(store: Store, sweepId: string, key: string): Promise<Plan | undefined> {
  const bytes = await store.read(key);
  if (bytes === undefined) return undefined;
  const plan = unsealed(bytes, key, "Remove it and run the sweep's spec again.") as unknown as Plan;
  if (plan.format !== 1 || plan.sweepId !== sweepId || !Array.isArray(plan.cells))
    throw new CorruptionError(
      `${key} is not a plan of ${sweepId}. Remove it and run the sweep's spec again.`,
    );
  if (plan.numericsVersion !== numericsVersion)
    throw new VersionError(
      `${sweepId} was begun with numerics version ${plan.numericsVersion}, and this is version ${numericsVersion}: their numbers must not mix. Go on with the package that began it, or use another --store.`,
    );
  return plan;
}

/** The spec of a sweep as registered, or undefined. */
export async function readSpecText(store: Store, sweepId: string): Promise<string | undefined> {
  const bytes = await store.read(specKey(sweepId));
  return bytes && new TextDecoder().decode(bytes);
}

/** Ids of the sweeps that a store holds, in order. */
export async function listSweeps(store: Store): Promise<string[]> {
  return await store.folders("");
}

/** A plan as it is kept: files have a place of their own. */
function stored(plan: Plan): Uint8Array {
  return sealed({ ...plan, cells: plan.cells.map(({ files: _, ...cell }) => cell) });
}
