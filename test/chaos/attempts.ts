import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { Client, Connection } from "@temporalio/client";
import { segmentBegun } from "./segment.ts";

/** Steps of cohorts as the server recorded them. */
export interface Attempts {
  /** Steps that came to their end: each has committed one segment, or found that it was committed. */
  readonly steps: number;
  /** Attempts beyond the first, over all steps. */
  readonly again: number;
  /** Workflows that took a step which only the newer of two versions has. */
  readonly patched: number;
  /** Moves of workflows that a version refused, since another one had made moves that it does not know. */
  readonly refused: number;
}

/** Counts, from the histories of all workflows that take steps, how often a step had to be begun again. */
export async function attemptsOn(address: string, namespace: string): Promise<Attempts> {
  const connection = await Connection.connect({ address });
  try {
    const client = new Client({ connection, namespace });
    let [steps, again, patched, refused] = [0, 0, 0, 0];
    const query = 'WorkflowType IN ("shard", "chain")';
    for await (const { workflowId, runId } of client.workflow.list({ query })) {
      const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
      const begun = (events ?? []).filter(
        ({ activityTaskScheduledEventAttributes: task }) => task?.activityType?.name === "advance",
      );
      const ids = new Set(begun.map(({ eventId }) => String(eventId)));
      if (events?.some((event) => event.markerRecordedEventAttributes?.markerName === "core_patch"))
        patched++;
      for (const event of events ?? []) {
        if (event.workflowTaskFailedEventAttributes) refused++;
        const [ended, started] = [
          event.activityTaskCompletedEventAttributes,
          event.activityTaskStartedEventAttributes,
        ];
        if (ended && ids.has(String(ended.scheduledEventId))) steps++;
        if (started && ids.has(String(started.scheduledEventId))) again += (started.attempt ?? 1) - 1;
      }
    }
    return { steps, again, patched, refused };
  } finally {
    await connection.close();
  }
}

/** What the processes themselves said. */
export interface Said {
  /** Segments whose computation was begun. */
  readonly begun: number;
  /** Attempts that failed and were told of: the store was away, a thread died. */
  readonly failed: number;
}

export async function saidIn(logs: string): Promise<Said> {
  const said = { begun: 0, failed: 0 };
  for (const name of await readdir(logs))
    for (const line of (await readFile(join(logs, name), "utf8")).split("\n")) {
      if (line.includes(segmentBegun)) said.begun++;
      if (line.includes("[WARN] Activity failed")) said.failed++;
    }
  return said;
}
