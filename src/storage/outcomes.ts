import type { Segment } from "../core/segment.ts";

/** What became of each lane so far: its first status that was not ok, and when. */
export interface Outcomes {
  /** Index into `statuses`, one entry a lane; 0 (ok) for a chain that goes on. */
  readonly outcome: Uint8Array;
  /** The generation at which the status first was not ok, one entry a lane; 0 for never. */
  readonly endedAt: Int32Array;
}

/** Outcomes of `count` lanes before their first generation. */
export function noOutcomes(count: number): Outcomes {
  return { outcome: new Uint8Array(count), endedAt: new Int32Array(count) };
}

/** Outcomes after a segment more; what is given stays as it is. */
export function foldOutcomes(before: Outcomes, segment: Segment): Outcomes {
  const outcome = before.outcome.slice();
  const endedAt = before.endedAt.slice();
  for (let lane = 0; lane < segment.count; lane++) {
    if (endedAt[lane] !== 0) continue;
    for (let generation = segment.from; generation <= segment.to; generation++) {
      const status = segment.status[(generation - segment.from) * segment.count + lane] ?? 0;
      if (status === 0) continue;
      outcome[lane] = status;
      endedAt[lane] = generation;
      break;
    }
  }
  return { outcome, endedAt };
}
