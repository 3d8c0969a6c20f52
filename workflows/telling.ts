import { condition, getExternalWorkflowHandle, workflowInfo } from "@temporalio/workflow";
import type { CohortRange } from "../src/core/cell.ts";
import { endedSignal } from "./handlers.ts";
import type { TellingPace } from "./messages.ts";
import { joined } from "./ranges.ts";

/**
 * Tells a sweep which cohorts of a shard have ended while others go on, so that the dataset grows by them: some at a time,
 * and none where the shard ends soon after it began. What was not told by then the shard's end tells.
 */
export class Telling {
  readonly #pace: TellingPace | undefined;
  #ended: CohortRange[] = [];
  #count = 0;
  #closed = false;

  /** @param pace where absent nothing is told */
  constructor(pace: TellingPace | undefined) {
    this.#pace = pace;
  }

  /** Takes note of a cohort that has ended. */
  add(cohort: number): void {
    this.#ended = joined([...this.#ended, { from: cohort, to: cohort + 1 }]);
    this.#count++;
  }

  /** Works until {@link close}, or until the shard is cancelled. */
  async run(): Promise<void> {
    const parent = workflowInfo().parent;
    if (this.#pace === undefined || parent === undefined) return;
    const { seconds, cohorts } = this.#pace;
    const sweep = getExternalWorkflowHandle(parent.workflowId, parent.runId);
    try {
      for (;;) {
        await condition(() => this.#closed || this.#count >= cohorts);
        if (!this.#closed) await condition(() => this.#closed, 1000 * seconds);
        if (this.#closed) return;
        const ended = this.#ended;
        this.#ended = [];
        this.#count = 0;
        await sweep.signal(endedSignal, ended);
      }
    } catch {
      // Cancelled, or the sweep is gone: nobody is to be told any more.
    }
  }

  /** Nothing more is to be told. */
  close(): void {
    this.#closed = true;
  }
}
