import { Context } from "@temporalio/activity";
import type { CohortRange } from "../src/core/cell.ts";
import { cohortIdentity } from "../src/storage/cohort-identity.ts";
import { isFinished, newestCheckpoint } from "../src/storage/checkpoints.ts";
import { cohortsAskedFor } from "../src/storage/demand.ts";
import { readCohortFailure } from "../src/storage/failures.ts";
import type { Counters, PlanRef } from "../workflows/messages.ts";
import type { OpenSweep, SweepCatalog } from "./catalog.ts";

export interface PendingCohorts {
  /** What is left to do, by number, ascending. */
  readonly cohorts: readonly number[];
  /** Whether there may be more to do once these have ended: there, values decide how many replicates there are. */
  readonly more?: boolean;
  /** What is done, or was given up. */
  readonly done: Counters;
}

export interface PendingActivities {
  /** What is left of a range; where values decide on replicates, of the cells whose first cohort is in it. */
  pendingCohorts(range: PlanRef & CohortRange): Promise<PendingCohorts>;
}

/** Cohorts looked up at once: enough to hide the way to a bucket. */
const lookups = 16;

const counted = ["chains", "failed", "generations"] as const;

/** Touches: checkpoints and failure records, reading. Queue: control. Idempotent. */
export function pendingActivities(catalog: SweepCatalog): PendingActivities {
  return {
    async pendingCohorts(range) {
      const context = Context.current();
      const sweep = await catalog.open(range);
      const cohorts: number[] = [];
      const done = { chains: 0, failed: 0, generations: 0 };
      const beat = (): void => context.heartbeat();
      const asked = await cohortsAskedFor(sweep.store, sweep.plan, range.from, range.to, beat);
      for (let at = 0; at < asked.length; at += lookups) {
        const numbers = asked.slice(at, at + lookups);
        const ended = await Promise.all(numbers.map((cohort) => endedWith(sweep, cohort)));
        for (const [i, counters] of ended.entries())
          if (counters === undefined) cohorts.push(numbers[i] as number);
          else for (const name of counted) done[name] += counters[name];
        beat();
      }
      return { cohorts, ...(sweep.plan.until && { more: cohorts.length > 0 }), done };
    },
  };
}

/** What a cohort that has ended counts; undefined where there is work left. */
async function endedWith({ store, plan }: OpenSweep, cohort: number): Promise<Counters | undefined> {
  const identity = cohortIdentity(plan, cohort);
  const chains = identity.slice.count;
  const failure = await readCohortFailure(store, identity);
  if (failure) return { chains: 0, failed: chains, generations: failure.generation * chains };
  const newest = await newestCheckpoint(store, identity);
  if (newest === undefined || !isFinished(plan, newest)) return undefined;
  return { chains, failed: 0, generations: newest.generation * chains };
}
