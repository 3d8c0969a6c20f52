import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { Client, Connection } from "@temporalio/client";
import { segmentBegun } from "./segment.ts";

/** Steps of chains as the server recorded them. */
export interface Attempts {
  /** Steps that came to their end: each has committed one segment, or found that it was committed. */
  readonly steps: number;
  /** Attempts beyond the first, over all steps. */
  readonly again: number;
  /** Chains that took a step which only the newer of two versions has. */
  readonly patched: number;
  /** Moves of chains that a version refused, since another one had made moves that it does not know. */
  readonly refused: number;
}

/** Counts, from the histories of all chain workflows, how often a step had to be begun again. */
export async function attemptsOn(address: string, namespace: string): Promise<Attempts> {
  const connection = await Connection.connect({ address });
  try {
    const client = new Client({ connection, namespace });
    let [steps, again, patched, refused] = [0, 0, 0, 0];
    for await (const { workflowId, runId } of client.workflow.list({ query: 'WorkflowType = "chain"' })) {
      const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
      if (events?.some((event) => event.markerRecordedEventAttributes?.markerName === "core_patch"))
        patched++;
      for (const event of events ?? []) {
        if (event.workflowTaskFailedEventAttributes) refused++;
        if (event.activityTaskCompletedEventAttributes) steps++;
        again += Math.max(0, (event.activityTaskStartedEventAttributes?.attempt ?? 1) - 1);
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
