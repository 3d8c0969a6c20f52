import type { Counters } from "../../workflows/messages.ts";
import type { DatasetManifest } from "../storage/dataset/manifest.ts";

/** What of a settled sweep is done, and what failed. */
export function countersOf({ chains, chainsComplete, tables }: DatasetManifest): Counters {
  return { chains: chainsComplete, failed: chains - chainsComplete, generations: tables.generations.rows };
}

/** Counters as commands print them. */
export function countersJson({
  chains,
  failed,
  generations,
}: Counters): Record<"chainsDone" | "chainsFailed" | "generationsDone", number> {
  return { chainsDone: chains, chainsFailed: failed, generationsDone: generations };
}

/**
 * How much of a sweep is done, from 0 to 1: by generations, or by chains where more of those are. Chains that ended early have
 * fewer generations than were planned, and those that failed are over as well.
 */
export function shareDone(planned: Pick<Counters, "chains" | "generations">, done: Counters): number {
  if (planned.generations === 0 || planned.chains === 0) return 1;
  const ended = (done.chains + done.failed) / planned.chains;
  return Math.min(1, Math.max(done.generations / planned.generations, ended));
}

/** In per cent, with one digit: 100.0 of what is done only, 0.0 of what has not begun. */
export function formatShare(share: number): string {
  const tenths = share > 0 && share < 1 ? Math.min(999, Math.max(1, Math.round(1000 * share))) : 1000 * share;
  return `${(tenths / 10).toFixed(1)} %`;
}
