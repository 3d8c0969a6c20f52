import { log } from "../random/math.ts";
import { momentsOf } from "./moments.ts";
import { medianDeviation, quantileOf, trimmedMean } from "./order.ts";
import { sortNumbers } from "./sort.ts";

/** Where logarithms are put, kept from call to call: samples are many and of about the same length. */
let room = new Float64Array(0);

/** What is said of a sample; NaN where a number is not defined. */
export interface Summary {
  readonly n: number;
  readonly mean: number;
  /** Divisor n - 1. */
  readonly sd: number;
  /** sd / √n. */
  readonly se: number;
  readonly q05: number;
  readonly q25: number;
  readonly q50: number;
  readonly q75: number;
  readonly q95: number;
  /** Median absolute deviation, not scaled. */
  readonly mad: number;
  readonly trimmedMean: number;
  /** Mean and standard deviation of the natural logarithms; NaN unless all values are positive and finite. */
  readonly logMean: number;
  readonly logSd: number;
}

/**
 * Summarises a sample. It depends on the values alone: they are sorted first, so that every sum has one order however
 * they came, and logarithms are not the engine's.
 *
 * @param values shape [n], without NaN; sorted in place
 */
export function summarise(values: Float64Array): Summary {
  const n = values.length;
  if (n === 0) return nothing;
  sortNumbers(values);
  const { mean, sd } = momentsOf(values);
  const logs = momentsOf(logsOf(values));
  return {
    n,
    mean,
    sd,
    se: sd / Math.sqrt(n),
    q05: quantileOf(values, 0.05),
    q25: quantileOf(values, 0.25),
    q50: quantileOf(values, 0.5),
    q75: quantileOf(values, 0.75),
    q95: quantileOf(values, 0.95),
    mad: medianDeviation(values),
    trimmedMean: trimmedMean(values),
    logMean: logs.mean,
    logSd: logs.sd,
  };
}

/** Ascending; empty unless all are positive and finite. */
function logsOf(sorted: Float64Array): Float64Array {
  const n = sorted.length;
  if (!((sorted[0] as number) > 0 && (sorted[n - 1] as number) < Number.POSITIVE_INFINITY))
    return new Float64Array(0);
  if (room.length < n) room = new Float64Array(n);
  const logs = room.subarray(0, n);
  for (let i = 0; i < n; i++) logs[i] = log(sorted[i] as number);
  return logs;
}

const nothing: Summary = {
  n: 0,
  mean: Number.NaN,
  sd: Number.NaN,
  se: Number.NaN,
  q05: Number.NaN,
  q25: Number.NaN,
  q50: Number.NaN,
  q75: Number.NaN,
  q95: Number.NaN,
  mad: Number.NaN,
  trimmedMean: Number.NaN,
  logMean: Number.NaN,
  logSd: Number.NaN,
};
