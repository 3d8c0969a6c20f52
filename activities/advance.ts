import { ApplicationFailure, Context } from "@temporalio/activity";
import { CorruptionError } from "../src/core/errors.ts";
import { generationCount } from "../src/core/extent.ts";
import { metricNames } from "../src/core/families/registry.ts";
import { noOutcomes } from "../src/storage/outcomes.ts";
import { takeOver } from "../src/storage/reuse.ts";
import {
  type Checkpoint,
  commitSegment,
  isFinished,
  newestCheckpoint,
  setCheckpointAside,
} from "../src/storage/checkpoints.ts";
import { type CohortIdentity, cohortIdentity } from "../src/storage/cohort-identity.ts";
import type { OwnCommits } from "../src/storage/own-commits.ts";
import type { Plan } from "../src/spec/plan.ts";
import { packageVersion } from "../src/version.ts";
import type { CohortProgress, PlanRef } from "../workflows/messages.ts";
import type { SweepCatalog } from "./catalog.ts";
import type { ComputePool } from "./compute/pool.ts";
import { isComputeFailure, Trials } from "./compute/trials.ts";
import type { Publications } from "./publications.ts";

export interface CohortRef extends PlanRef {
  readonly cohort: number;
}

export interface AdvanceActivities {
  advance(ref: CohortRef): Promise<CohortProgress>;
}

export interface AdvanceResources {
  readonly catalog: SweepCatalog;
  readonly pool: ComputePool;
  readonly publications: Publications;
  /** What this worker commits, for its publications. */
  readonly own: OwnCommits;
  /** Milliseconds of generations that one call aims at. */
  readonly budgetMs: number;
  /** Fires when the worker stops: segments end after the generation under way and are committed. */
  readonly draining: AbortSignal;
}

const heartbeatMs = 400;

/**
 * Touches: CPU (worker threads), checkpoints and parts. Queue: compute. Idempotent: it goes on from the newest valid
 * checkpoint in the store, and whatever it writes has the same content for whoever writes it.
 */
export function advanceActivities(resources: AdvanceResources): AdvanceActivities {
  const { catalog, pool, publications, own, budgetMs, draining } = resources;
  return {
    async advance(ref) {
      const context = Context.current();
      const { store, plan } = await catalog.open(ref);
      const identity = cohortIdentity(plan, ref.cohort);
      const at =
        (await newestCheckpoint(store, identity, (notice) => context.log.warn("set aside", { ...notice }))) ??
        (await takeOver(store, plan, identity, metricNames(identity.slice.cell.family)));
      if (at && isFinished(plan, at)) return progress(identity, plan, at);

      const trials = new Trials(at?.generation ?? 0, context.info.heartbeatDetails);
      trials.check();
      let hints = trials.computing;
      context.heartbeat(hints);
      const heart = setInterval(() => context.heartbeat(hints), heartbeatMs);
      try {
        await publications.letMuchSmaller(generationCount(plan));
        const segment = await pool
          .run(
            {
              slice: identity.slice,
              generation: at?.generation ?? 0,
              state: at?.state,
              outcomes: at?.outcomes ?? noOutcomes(identity.slice.count),
              stopWhen: plan.stop?.when,
              limit: Math.min(
                plan.generations - (at?.generation ?? 0),
                plan.checkpointEvery ?? plan.generations,
              ),
              budgetMs: budgetMs * trials.share,
            },
            { cancelled: context.cancellationSignal, draining },
            (generation, seconds) => {
              hints = { ...trials.computing, underWay: { generation, seconds } };
            },
          )
          .catch(async (error: unknown) => {
            const failed = isComputeFailure(error);
            context.heartbeat(failed ? trials.failed : trials.settled);
            if (at && isUnusable(error)) await setCheckpointAside(store, identity, at);
            throw failed ? trials.judged(error) : error;
          });
        hints = trials.settled;
        context.heartbeat(hints);
        const { attempt } = context.info;
        const commit = { ...segment, attempts: attempt, packageVersion };
        const committed = await commitSegment(store, identity, at, commit, own);
        pool.reuse(segment.part);
        context.cancellationSignal.throwIfAborted();
        return progress(identity, plan, committed);
      } finally {
        clearInterval(heart);
      }
    },
  };
}

/** A cohort whose chains have all been stopped is where it was to come to. */
function progress(identity: CohortIdentity, plan: Plan, at: Checkpoint): CohortProgress {
  const target = isFinished(plan, at) ? at.generation : plan.generations;
  return { generation: at.generation, target, chains: identity.slice.count };
}

/** Whether the state of a checkpoint, whose bytes were right, was refused by the family. */
function isUnusable(error: unknown): boolean {
  return error instanceof ApplicationFailure && error.type === CorruptionError.name;
}
