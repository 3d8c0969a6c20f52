import type { Cohort } from "./cohort.ts";

/** The rows of consecutive generations of a cohort, laid out [generation][lane] as the kernel makes them. */
export interface Segment {
  /** First and last generation, both included. */
  readonly from: number;
  readonly to: number;
  /** Lanes. */
  readonly count: number;
  /** One array a metric, (to - from + 1) * count long. */
  readonly metrics: readonly Float64Array[];
  /** Indices into `statuses`, (to - from + 1) * count long. */
  readonly status: Uint8Array;
  /** Observations trained on and the share of real ones, one entry a generation. */
  readonly trainingSize: Float64Array;
  readonly realShare: Float64Array;
}

/**
 * Advances a cohort generation by generation into one segment: at least one generation, at most `limit`, and as many
 * as `goOn` allows. Where a segment ends has no influence on any number in it.
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
): Segment {
  const most = limit * lanes;
  const metrics = Array.from({ length: metricCount }, (_, m) => room.subarray(m * most, (m + 1) * most));
  const status = new Uint8Array(limit * lanes);
  const trainingSize = new Float64Array(limit);
  const realShare = new Float64Array(limit);
  const from = cohort.generation + 1;
  // One set of columns for all generations: views into the segment, made anew for each, would cost more than copies.
  const rowsOfOne = {
    metrics: metrics.map(() => new Float64Array(lanes)),
    status: new Uint8Array(lanes),
  };
  let done = 0;
  do {
    const facts = cohort.advance(rowsOfOne);
    const start = done * lanes;
    for (let m = 0; m < metricCount; m++)
      (metrics[m] as Float64Array).set(rowsOfOne.metrics[m] as Float64Array, start);
    status.set(rowsOfOne.status, start);
    trainingSize[done] = facts.size;
    realShare[done] = facts.realShare;
    done++;
  } while (done < limit && goOn(cohort.generation));
  const rows = done * lanes;
  return {
    from,
    to: from + done - 1,
    count: lanes,
    metrics: metrics.map((column) => column.subarray(0, rows)),
    status: status.subarray(0, rows),
    trainingSize: trainingSize.subarray(0, done),
    realShare: realShare.subarray(0, done),
  };
}
