import {
  condition,
  continueAsNew,
  getExternalWorkflowHandle,
  setHandler,
  workflowInfo,
} from "@temporalio/workflow";
import { advancedSignal, setPausedSignal } from "./handlers.ts";
import type { ChainInput, CohortProgress, Counters } from "./messages.ts";
import { finished, gaveUp, step } from "./steps.ts";

const reportsPerChain = 8;

/**
 * One cohort that one step did not bring to its end: replicates of one cell that advance together through all generations.
 *
 *     until the last generation
 *         advance as many generations as fit the time budget, commit them to the store
 *
 * Every pass is one durable step; the store's newest checkpoint, not this history, says where to go on. A failure is
 * recorded and counted, never thrown: one chain does not stop the others.
 */
export async function chain(input: ChainInput, at: CohortProgress): Promise<Counters> {
  let paused = input.paused;
  setHandler(setPausedSignal, (value) => {
    paused = value;
  });

  let reported = at.generation;
  try {
    while (at.generation < at.target) {
      if (paused) await condition(() => !paused);
      at = await step(input);
      if (at.generation < at.target && (at.generation - reported) * reportsPerChain >= at.target) {
        const parent = workflowInfo().parent;
        if (parent)
          await getExternalWorkflowHandle(parent.workflowId).signal(
            advancedSignal,
            input.cohort,
            at.generation * at.chains,
          );
        reported = at.generation;
      }
      if (at.generation < at.target && workflowInfo().continueAsNewSuggested)
        await continueAsNew<typeof chain>({ ...input, paused }, at);
    }
    return finished(at);
  } catch (error) {
    return await gaveUp(input, error);
  }
}
