import { Context } from "@temporalio/activity";
import { cohortIdentity } from "../src/storage/cohort-identity.ts";
import { isFinished, newestCheckpoint } from "../src/storage/checkpoints.ts";
import { readCohortFailure } from "../src/storage/failures.ts";
import type { Counters, PlanRef } from "../workflows/messages.ts";
import type { OpenSweep, SweepCatalog } from "./catalog.ts";

export interface CohortRange extends PlanRef {
  /** Cohorts [from, to) of the plan. */
  readonly from: number;
  readonly to: number;
}

export interface PendingCohorts {
  /** What is left to do, by number, ascending. */
  readonly cohorts: readonly number[];
  /** What is done, or was given up. */
  readonly done: Counters;
}

export interface PendingActivities {
  pendingCohorts(range: CohortRange): Promise<PendingCohorts>;
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
      for (let from = range.from; from < range.to; from += lookups) {
        const numbers = Array.from({ length: Math.min(lookups, range.to - from) }, (_, i) => from + i);
        const ended = await Promise.all(numbers.map((cohort) => endedWith(sweep, cohort)));
        for (const [i, counters] of ended.entries())
          if (counters === undefined) cohorts.push(from + i);
          else for (const name of counted) done[name] += counters[name];
        context.heartbeat();
      }
      return { cohorts, done };
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
