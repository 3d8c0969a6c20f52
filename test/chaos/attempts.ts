import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { Client, Connection } from "@temporalio/client";

/** Steps of chains as the server recorded them. */
export interface Attempts {
  /** Steps that were carried out. */
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
        const started = event.activityTaskStartedEventAttributes;
        if (!started) continue;
        steps++;
        again += (started.attempt ?? 1) - 1;
      }
    }
    return { steps, again, patched, refused };
  } finally {
    await connection.close();
  }
}

/** Failed attempts that the processes themselves reported: the store was away, a thread died. */
export async function reportedFailures(logs: string): Promise<number> {
  let count = 0;
  for (const name of await readdir(logs)) {
    const text = await readFile(join(logs, name), "utf8");
    count += text.split("\n").filter((line) => line.includes("[WARN] Activity failed")).length;
  }
  return count;
}
