import { type Cohort, type GenerationRows, statuses } from "./cohort.ts";
import type { StopRule } from "./stop.ts";

const stopped = statuses.indexOf("stopped");

/** Stands in a segment's status where a chain that has ended has no row; its metrics there are NaN. */
export const noRow = 255;

/** The rows of consecutive generations of a cohort, laid out [generation][lane] as the kernel makes them. */
export interface Segment {
  /** First and last generation, both included. */
  readonly from: number;
  readonly to: number;
  /** Lanes. */
  readonly count: number;
  /** One array a metric, (to - from + 1) * count long. */
  readonly metrics: readonly Float64Array[];
  /** Indices into `statuses`, (to - from + 1) * count long; {@link noRow} after the end of a chain. */
  readonly status: Uint8Array;
  /** Observations trained on and the share of real ones, one entry a generation. */
  readonly trainingSize: Float64Array;
  readonly realShare: Float64Array;
  /** Where chains may be stopped: each lane's last generation, 0 for a lane that goes on. */
  readonly stoppedAt?: Int32Array;
}

/** When chains end, and which have ended before. */
export interface Stopping {
  readonly rule: StopRule;
  /** A lane's last generation; 0 for a lane that goes on. At least one does. */
  readonly stoppedAt: Int32Array;
}

/**
 * Advances a cohort generation by generation into one segment: at least one generation, at most `limit`, and as many
 * as `goOn` allows; it ends early once every lane has. Where a segment ends has no influence on any number in it.
 *
 * @param limit generations at most, >= 1
 * @param goOn asked after each generation but the last
 * @param room memory to put the metrics in, at least metricCount * limit * lanes numbers, for callers that make one
 * segment after the other and are done with one before the next: taking it anew costs more than some kernels do
 */
export function advanceSegment(
  cohort: Cohort,
  lanes: number,
  metricCount: number,
  limit: number,
  goOn: (generation: number) => boolean,
  room: Float64Array = new Float64Array(metricCount * limit * lanes),
  stopping?: Stopping,
): Segment {
  const rowsOf = rowsIn(room, metricCount, limit, lanes);
  const status = new Uint8Array(limit * lanes);
  const trainingSize = new Float64Array(limit);
  const realShare = new Float64Array(limit);
  const from = cohort.generation + 1;
  const stoppedAt = stopping?.stoppedAt.slice();
  let left = stoppedAt ? stoppedAt.filter((at) => at === 0).length : lanes;
  let done = 0;
  do {
    const rows = rowsOf(done);
    const facts = cohort.advance(rows, stoppedAt);
    if (stopping && stoppedAt) left -= endLanes(rows, cohort.generation, stopping.rule, stoppedAt);
    status.set(rows.status, done * lanes);
    trainingSize[done] = facts.size;
    realShare[done] = facts.realShare;
    done++;
  } while (left > 0 && done < limit && goOn(cohort.generation));
  const rows = done * lanes;
  return {
    from,
    to: from + done - 1,
    count: lanes,
    metrics: Array.from({ length: metricCount }, (_, m) =>
      room.subarray(m * limit * lanes, m * limit * lanes + rows),
    ),
    status: status.subarray(0, rows),
    trainingSize: trainingSize.subarray(0, done),
    realShare: realShare.subarray(0, done),
    ...(stoppedAt && { stoppedAt }),
  };
}

const known = new WeakMap<Float64Array, { readonly shape: string; readonly rows: GenerationRows[] }>();

/**
 * The rows of each generation as views into a segment's room. A view costs more than some kernels take to fill it: those
 * of a room are kept, for callers that make one segment after the other in it.
 */
function rowsIn(
  room: Float64Array,
  metricCount: number,
  limit: number,
  lanes: number,
): (generation: number) => GenerationRows {
  const shape = `${metricCount} ${limit} ${lanes}`;
  const last = known.get(room);
  const rows = last?.shape === shape ? last.rows : [];
  known.set(room, { shape, rows });
  const status = rows[0]?.status ?? new Uint8Array(lanes);
  return (generation) => {
    rows[generation] ??= {
      metrics: Array.from({ length: metricCount }, (_, m) => {
        const from = (m * limit + generation) * lanes;
        return room.subarray(from, from + lanes);
      }),
      status,
    };
    return rows[generation];
  };
}

/** Rows that a segment has: one a lane and generation, but for lanes that have ended. */
export function rowCount({ status }: Segment): number {
  let rows = 0;
  for (const code of status) if (code !== noRow) rows++;
  return rows;
}

/**
 * Ends the lanes for which the rule holds, and wipes those that had ended before: whatever a cohort still writes for
 * them is seen by nobody.
 *
 * @returns how many ended now
 */
function endLanes(
  { metrics, status }: { metrics: readonly Float64Array[]; status: Uint8Array },
  generation: number,
  rule: StopRule,
  stoppedAt: Int32Array,
): number {
  let ended = 0;
  for (let lane = 0; lane < stoppedAt.length; lane++) {
    const code = status[lane] ?? 0;
    if (stoppedAt[lane] !== 0) {
      for (const column of metrics) column[lane] = Number.NaN;
      status[lane] = noRow;
    } else if (rule.holds(generation, metrics, lane, code)) {
      stoppedAt[lane] = generation;
      if (code === 0) status[lane] = stopped;
      ended++;
    }
  }
  return ended;
}
