import { stopServer } from "../server/stop.ts";
import type { OpenClient } from "./connect.ts";
import { connectOptions } from "./options.ts";

/**
 * Left to itself the server takes a second to end, for requests that may still come. Here none do, and what it has is in
 * its file, which stands a kill.
 */
const graceSeconds = 0;

/**
 * Stops the embedded server when this process started it and no workflow on it is running: nothing is left behind by
 * a run that is over, and a sweep of somebody else goes on. An interrupted sweep is picked up from its file.
 */
export async function releaseServer({ client, temporal }: OpenClient): Promise<void> {
  if (temporal.server === undefined || temporal.server.adopted) return;
  const { count: running } = await client.workflow.count('ExecutionStatus = "Running"');
  if (running === 0) await stopServer({ ...connectOptions({}, "adopt"), graceSeconds });
}
