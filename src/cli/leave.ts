import { startSweep } from "../client/sweep-client.ts";
import type { Plan } from "../spec/plan.ts";
import { openClient } from "./connect.ts";
import type { DriveOptions } from "./drive.ts";
import { output } from "./output.ts";

/** Cohorts in flight together where nobody says: enough for a few hundred cores. */
const detachedParallel = 512;

/** Starts a registered sweep, or tells it that there is more to do, for workers that run elsewhere. */
export async function leave(plan: Plan, options: DriveOptions, again: boolean): Promise<void> {
  const { client, close } = await openClient(options, "start");
  try {
    const parallel = options.maxParallel ?? detachedParallel;
    const share = { parallel, priority: Number(options.priority) };
    const handle = await startSweep(client, options.store, plan, share, again);
    if (options.json)
      output.json({
        sweepId: plan.sweepId,
        revision: plan.revision,
        workflowId: handle.workflowId,
        runId: handle.signaledRunId,
      });
    else {
      output.line(plan.sweepId);
      output.note(
        `Submitted to ${options.store}. Workers run it: ouro worker. See it: ouro watch ${plan.sweepId}`,
      );
    }
  } finally {
    await close();
  }
}
