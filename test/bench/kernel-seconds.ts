import { ouro } from "./ouro.ts";
import { timed } from "./timed.ts";

const limit = 120;

/**
 * Seconds that compute threads spent on kernels in a finished sweep, all threads together: the dataset's own account,
 * in which a cohort's time is spread over its chains.
 */
export async function kernelSeconds(storeFolder: string, sweepId: string): Promise<number> {
  const sql = "SELECT sum(compute_seconds) AS seconds FROM chains";
  const { stdout } = await timed(ouro("query", sweepId, sql, "--store", storeFolder, "--json"), { limit });
  const [row] = JSON.parse(stdout) as { seconds: number }[];
  if (!row || !(row.seconds > 0))
    throw new Error(`The dataset of ${sweepId} must say how long its kernels took; got ${stdout}`);
  return row.seconds;
}
