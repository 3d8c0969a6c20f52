import { CorruptionError, SweepError } from "../../core/errors.ts";
import type { Plan } from "../../spec/plan.ts";
import { damagedFiles, withFiles } from "../data-files.ts";
import { planKey, revisionsFolder, specKey } from "../layout.ts";
import { newestRevision, readBarePlan, readSpecText } from "../registration.ts";
import type { Store } from "../store.ts";
import { damage, type Finding } from "./finding.ts";

/**
 * The digest of a spec as it stands in the store.
 *
 * @param name its key, for messages
 * @throws {SpecError} when it cannot be read as one
 */
export type SpecDigest = (text: string, name: string) => string;

/** The plan to check a sweep by, and what is wrong with it. */
export interface CheckedPlan {
  /** Undefined where the store holds none that can be read. */
  readonly plan: Plan | undefined;
  readonly findings: readonly Finding[];
}

const registered = "`ouro run SPEC` with the sweep's spec registers it again.";

/**
 * Reads the plan, from its revisions where plan.json is damaged, and compares it with the spec beside it.
 *
 * @throws {VersionError} when the plan is of another numerics version
 * @throws {StoreError}
 */
export async function checkPlan(store: Store, sweepId: string, digestOf: SpecDigest): Promise<CheckedPlan> {
  const key = planKey(sweepId);
  let plan: Plan | undefined;
  let problem = "It is missing.";
  try {
    plan = await readBarePlan(store, sweepId);
  } catch (error) {
    if (!(error instanceof CorruptionError)) throw error;
    problem = error.message;
  }
  if (plan) return await checkBeside(store, plan, digestOf);
  const newest = await newestRevision(store, sweepId);
  if (newest) {
    const remedy = `It is written again from revision ${newest.revision} in ${revisionsFolder(sweepId)}.`;
    const { plan: whole, findings } = await checkBeside(store, newest, digestOf);
    return { plan: whole, findings: [damage(key, problem, remedy, "restore-plan"), ...findings] };
  }
  const there = (await store.read(key)) !== undefined;
  const remedy = there ? `It is set aside; ${registered}` : registered;
  return { plan: undefined, findings: [damage(key, problem, remedy, there ? "set-aside" : "none")] };
}

/** The spec and the files that lie beside a plan; with all of them sound, the plan has its files. */
async function checkBeside(store: Store, bare: Plan, digestOf: SpecDigest): Promise<CheckedPlan> {
  const findings = await checkSpec(store, bare, digestOf);
  const damaged = await damagedFiles(store, bare);
  for (const { key, fault } of damaged)
    findings.push(
      fault === "missing"
        ? damage(key, "It is missing.", registered, "none")
        : damage(key, "It is not what was registered.", `It is set aside; ${registered}`),
    );
  return { plan: damaged.length > 0 ? bare : await withFiles(store, bare), findings };
}

async function checkSpec(store: Store, plan: Plan, digestOf: SpecDigest): Promise<Finding[]> {
  const key = specKey(plan.sweepId);
  const remedy = `It is set aside; ${registered}`;
  const text = await readSpecText(store, plan.sweepId);
  if (text === undefined) return [damage(key, "It is missing.", registered, "none")];
  try {
    if (digestOf(text, key) === plan.specDigest) return [];
    return [damage(key, "It is not the spec that the plan was made of.", remedy)];
  } catch (error) {
    if (!(error instanceof SweepError)) throw error;
    return [damage(key, `It cannot be read as a spec: ${error.message.split("\n")[0]}`, remedy)];
  }
}
