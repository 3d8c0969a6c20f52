import { Context } from "@temporalio/activity";
import type { CohortRange } from "../src/core/cell.ts";
import { cohortsAskedFor } from "../src/storage/demand.ts";
import { lookedUp } from "../src/storage/lookups.ts";
import { type Standing, standingOf } from "../src/storage/standing.ts";
import type { CohortWork, Counters, PlanRef } from "../workflows/messages.ts";
import type { SweepCatalog } from "./catalog.ts";

export interface PendingCohorts {
  /** What is left to do, by number; what is expected to take longest is first, so that all cores are busy to the end. */
  readonly cohorts: readonly number[];
  /** Of each of them; absent in results of version 0.1.0. */
  readonly work?: readonly CohortWork[];
  /** Whether there may be more to do once these have ended: there, values decide how many replicates there are. */
  readonly more?: boolean;
  /** What is done, or was given up. */
  readonly done: Counters;
  /** That this was expected to take; absent in results of version 0.1.0. */
  readonly seconds?: number;
}

export interface PendingActivities {
  /** What is left of a range; where values decide on replicates, of the cells whose first cohort is in it. */
  pendingCohorts(range: PlanRef & CohortRange): Promise<PendingCohorts>;
}

const counted = ["chains", "failed", "generations"] as const;

/** Touches: checkpoints and failure records, reading. Queue: control. Idempotent. */
export function pendingActivities(catalog: SweepCatalog): PendingActivities {
  return {
    async pendingCohorts(range) {
      const context = Context.current();
      const sweep = await catalog.open(range);
      const left: Standing[] = [];
      const done = { chains: 0, failed: 0, generations: 0 };
      let seconds = 0;
      const beat = (): void => context.heartbeat();
      const asked = await cohortsAskedFor(sweep.store, sweep.plan, range.from, range.to, beat);
      for await (const some of lookedUp(asked, (cohort) => standingOf(sweep.store, sweep.plan, cohort))) {
        for (const standing of some) {
          if (!standing.ended) left.push(standing);
          else {
            for (const name of counted) done[name] += standing.done[name];
            seconds += standing.seconds;
          }
        }
        beat();
      }
      left.sort((a, b) => b.seconds - a.seconds || a.cohort - b.cohort);
      return {
        cohorts: left.map(({ cohort }) => cohort),
        work: left.map(({ all, done: { generations }, seconds: expected }) => [all, generations, expected]),
        ...(sweep.plan.until && { more: left.length > 0 }),
        ...{ done, seconds },
      };
    },
  };
}
