import { createHash } from "node:crypto";

/**
 * The Temporal workflow id of a sweep: the digest of its spec (within the sweep id) together with its store. The same
 * spec in the same store joins what is there; the same spec in another store is another run.
 */
export function sweepWorkflowId(storeUrl: string, sweepId: string): string {
  return `ouro/${sweepId}/${createHash("sha256").update(storeUrl).digest("hex").slice(0, 8)}`;
}
