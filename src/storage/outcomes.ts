import { noRow, type Segment } from "../core/segment.ts";

/** What became of each lane so far: its first status that was not ok, when, and whether the sweep stopped it. */
export interface Outcomes {
  /** Index into `statuses`, one entry a lane; 0 (ok) for a chain that goes on. */
  readonly outcome: Uint8Array;
  /** The generation at which the status first was not ok, one entry a lane; 0 for never. */
  readonly endedAt: Int32Array;
  /** The last generation of a lane that was stopped, one entry a lane; 0 for a lane that goes on. */
  readonly stoppedAt: Int32Array;
}

/** Outcomes of `count` lanes before their first generation. */
export function noOutcomes(count: number): Outcomes {
  return {
    outcome: new Uint8Array(count),
    endedAt: new Int32Array(count),
    stoppedAt: new Int32Array(count),
  };
}

/** Outcomes after a segment more; what is given stays as it is. */
export function foldOutcomes(before: Outcomes, segment: Segment): Outcomes {
  const outcome = before.outcome.slice();
  const endedAt = before.endedAt.slice();
  const stoppedAt = (segment.stoppedAt ?? before.stoppedAt).slice();
  for (let lane = 0; lane < segment.count; lane++) {
    if (endedAt[lane] !== 0) continue;
    for (let generation = segment.from; generation <= segment.to; generation++) {
      const status = segment.status[(generation - segment.from) * segment.count + lane] ?? 0;
      if (status === 0 || status === noRow) continue;
      outcome[lane] = status;
      endedAt[lane] = generation;
      break;
    }
  }
  return { outcome, endedAt, stoppedAt };
}

/** The last generation with a row of a lane, once its cohort has done `generation`. */
export function lastGeneration({ stoppedAt }: Outcomes, lane: number, generation: number): number {
  return stoppedAt[lane] || generation;
}

/** Rows that lanes have in generations `from` to `to`, both included. */
export function rowsBetween(outcomes: Outcomes, from: number, to: number): number {
  let rows = 0;
  for (let lane = 0; lane < outcomes.stoppedAt.length; lane++)
    rows += Math.max(0, lastGeneration(outcomes, lane, to) - from + 1);
  return rows;
}

/** Whether every lane was stopped. */
export function allStopped({ stoppedAt }: Outcomes): boolean {
  return stoppedAt.every((generation) => generation !== 0);
}
