import { createHash } from "node:crypto";

/**
 * The Temporal workflow id of a sweep: the digest of its spec (within the sweep id) together with its store. The same
 * spec in the same store joins what is there; the same spec in another store is another run.
 */
export function sweepWorkflowId(storeUrl: string, sweepId: string): string {
  return `ouro/${sweepId}/${createHash("sha256").update(storeUrl).digest("hex").slice(0, 8)}`;
}

/** The sweep that a workflow belongs to, the sweep's own or one below it; undefined where it is none of ours. */
export function sweepIdOf(workflowId: string): string | undefined {
  return /^ouro\/([^/]+)\//.exec(workflowId)?.[1];
}
