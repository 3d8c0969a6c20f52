import type { CohortRange } from "../../core/cell.ts";
import { cohortIdentity } from "../cohort-identity.ts";
import type { Plan } from "../../spec/plan.ts";
import { isFinished, type SetAside } from "../checkpoints.ts";
import { newestFacts, newestOfAll } from "../newest-facts.ts";
import type { OwnCommits } from "../own-commits.ts";
import type { Store } from "../store.ts";
import { type CohortFacts, factsOf } from "./cohort-facts.ts";
import { type Coverage, uncovered } from "./coverage.ts";

/** How facts are read. */
export interface FactOptions {
  /** What this process committed itself, which is not read again. */
  readonly own?: OwnCommits | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onSetAside?: ((notice: SetAside) => void) | undefined;
}

/**
 * What is committed of all cohorts, by cohort.
 *
 * @throws {VersionError} when a checkpoint is of another numerics version
 * @throws {StoreError}
 */
export async function allFacts(
  store: Store,
  plan: Plan,
  { own, signal, onSetAside }: FactOptions,
): Promise<Map<number, CohortFacts>> {
  const facts = new Map<number, CohortFacts>();
  for await (const found of newestOfAll(store, plan, own, onSetAside)) {
    signal?.throwIfAborted();
    facts.set(found.identity.cohort, factsOf(plan, found));
  }
  return facts;
}

/**
 * What the snapshot before has, and the cohorts of some ranges that have ended since. Others are not looked up.
 *
 * @throws {VersionError} when a checkpoint is of another numerics version
 * @throws {StoreError}
 */
export async function finishedFacts(
  store: Store,
  plan: Plan,
  ranges: readonly CohortRange[],
  before: Coverage | undefined,
  { own, signal }: FactOptions,
): Promise<Map<number, CohortFacts>> {
  const facts = new Map<number, CohortFacts>();
  for (const entry of before?.cohorts ?? []) {
    const known = uncovered(store, plan, entry);
    if (known) facts.set(known.cohort, known);
  }
  for (const { from, to } of ranges)
    for (let cohort = from; cohort < to; cohort++) {
      signal?.throwIfAborted();
      if (facts.get(cohort)?.finished) continue;
      const identity = cohortIdentity(plan, cohort);
      const checkpoint = await newestFacts(store, identity, own);
      if (checkpoint && isFinished(plan, checkpoint))
        facts.set(cohort, factsOf(plan, { identity, checkpoint }));
    }
  return facts;
}
