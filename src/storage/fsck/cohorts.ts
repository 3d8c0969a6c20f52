import { CorruptionError } from "../../core/errors.ts";
import { cohortOf } from "../../spec/cohorts.ts";
import type { Plan } from "../../spec/plan.ts";
import type { Checkpoint } from "../checkpoint.ts";
import { isFinished, readCheckpoint } from "../checkpoints.ts";
import { type CohortIdentity, cohortIdentity } from "../cohort-identity.ts";
import type { DigestedRows } from "../dataset/digest.ts";
import { allPartsFolder, checkpointsFolder, parseCheckpointKey, parsePartKey } from "../layout.ts";
import type { Entry, Store } from "../store.ts";
import { clutter, damage, type Finding, type Looked } from "./finding.ts";
import { checkPart, type Flaw } from "./part.ts";

/** What the check of all cohorts adds up. */
export interface CohortTotals {
  readonly looked: Looked;
  /** Rows that the newest sound checkpoints vouch for. */
  readonly digested: DigestedRows[];
  /** Cohorts whose newest sound checkpoint leaves nothing to do. */
  finished: number;
}

/**
 * Checks checkpoints and parts of every cohort of a plan, one after the other. Cohorts are listed in as many groups as the
 * layout has, so that memory does not grow with the sweep beyond one group.
 *
 * @throws {VersionError} when a checkpoint is of another numerics version
 * @throws {StoreError}
 */
export async function* checkCohorts(store: Store, plan: Plan, totals: CohortTotals): AsyncGenerator<Finding> {
  const [checkpoints, parts] = [checkpointsFolder(plan.sweepId), allPartsFolder(plan.sweepId)];
  const groups = new Set([...(await store.folders(checkpoints)), ...(await store.folders(parts))]);
  for (const group of [...groups].sort()) {
    // Parts first: one that is written in between has its checkpoint listed, not the other way round.
    const held = byCohort(plan, await store.list(`${parts}${group}/`), parsePartKey);
    const named = byCohort(plan, await store.list(`${checkpoints}${group}/`), parseCheckpointKey);
    for (const cohort of new Set([...named.keys(), ...held.keys()])) {
      const identity = cohortIdentity(plan, cohort);
      yield* checkCohort(store, plan, identity, named.get(cohort) ?? [], held.get(cohort) ?? [], totals);
    }
  }
}

type CohortName = { readonly cellId: string; readonly first: number; readonly count: number };

/** What the plan's cohorts have; what belongs to cohorts of other revisions is left alone. */
function byCohort(
  plan: Plan,
  entries: readonly Entry[],
  parse: (key: string) => CohortName | undefined,
): Map<number, Entry[]> {
  const cohorts = new Map<number, Entry[]>();
  for (const entry of entries) {
    const name = parse(entry.key);
    const cohort = name && cohortOf(plan, name.cellId, name.first, name.count);
    if (cohort === undefined) continue;
    const known = cohorts.get(cohort);
    if (known) known.push(entry);
    else cohorts.set(cohort, [entry]);
  }
  return cohorts;
}

async function* checkCohort(
  store: Store,
  plan: Plan,
  identity: CohortIdentity,
  checkpoints: readonly Entry[],
  held: readonly Entry[],
  totals: CohortTotals,
): AsyncGenerator<Finding> {
  const { looked, digested } = totals;
  looked.cohorts++;
  const flaws = new Map<string, Flaw | undefined>();
  const needed = new Set<string>();
  let newest: Checkpoint | undefined;
  for (const { key } of checkpoints.toReversed()) {
    const checkpoint = yield* readSound(store, identity, key);
    if (checkpoint === undefined) continue;
    looked.checkpoints++;
    for (const retired of checkpoint.retired) needed.add(retired);
    const bad: string[] = [];
    for (const entry of checkpoint.parts) {
      needed.add(entry.key);
      if (!flaws.has(entry.key)) {
        const wanted = newest === undefined;
        const flaw = await checkPart(store, identity, entry, ({ facts: { cellId }, metrics }) => {
          if (wanted)
            digested.push({ cellId, rows: entry.rows, sums: entry.sums, metrics: [metrics.join(",")] });
        });
        flaws.set(entry.key, flaw);
        looked.parts++;
        looked.bytes += entry.bytes;
      }
      if (flaws.get(entry.key)) bad.push(entry.key);
    }
    if (bad.length === 0) newest ??= checkpoint;
    // Parts go away once they are merged, and then so has every checkpoint that names them.
    else if ((await store.read(key)) === undefined) bad.forEach((part) => flaws.delete(part));
    else
      yield damage(
        key,
        `It names parts that cannot be trusted (${bad.length}), the first being ${bad[0]}.`,
        goesOn,
      );
  }
  for (const [key, flaw] of flaws) if (flaw && !flaw.missing) yield damage(key, flaw.problem, goesOn);
  for (const { key, modified } of held)
    if (!needed.has(key)) yield clutter(key, "No checkpoint names it.", modified);
  looked.rows += (newest?.parts ?? []).reduce((rows, part) => rows + part.rows, 0);
  if (newest && isFinished(plan, newest)) totals.finished++;
}

/** A checkpoint that is whole and belongs there; undefined for any other, and where it was pruned since. */
async function* readSound(
  store: Store,
  identity: CohortIdentity,
  key: string,
): AsyncGenerator<Finding, Checkpoint | undefined> {
  const bytes = await store.read(key);
  if (bytes === undefined) return undefined;
  try {
    return readCheckpoint(bytes, identity, key);
  } catch (error) {
    if (!(error instanceof CorruptionError)) throw error;
    yield damage(key, error.message, goesOn);
    return undefined;
  }
}

const goesOn =
  "It is set aside; `ouro run` makes the missing rows anew, from the last sound checkpoint or the beginning.";
