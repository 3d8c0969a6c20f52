import { studentQuantile } from "../../core/statistics/student.ts";
import type { Prediction } from "../../core/theory/prediction.ts";

/** A mean over replicates and what is known of its spread. */
export interface Measured {
  readonly n: number;
  readonly mean: number | null;
  /** Sample standard deviation (divisor n - 1). */
  readonly sd: number | null;
}

/** How a mean compares with a prediction. */
export interface Comparison {
  /** mean / value; null where value is 0. */
  readonly ratio: number | null;
  /** (mean - value) / (sd / √n), with theory's sd where it has one, else the sample's unless that is too small. */
  readonly z: number | null;
  readonly verdict: "agrees" | "differs" | null;
}

/** Standard errors that a mean may lie off before it differs, where its spread is known. */
export const allowedErrors = 4;
/** P(|Z| > 4) for a standard normal Z: how often a true theory is called wrong, a comparison. */
export const falseAlarmRate = 6.334e-5;
/** Standard errors by the sample's own spread that are exceeded as rarely, by degrees of freedom. */
const studentErrors = new Map<number, number>();
/** What rounding may add, relative: it decides where theory knows that every replicate gives the same number. */
const rounding = 1e-9;
/**
 * Where n replicates happen to give the same number, an event that would change it may have a probability of up to
 * -log(6.3e-5)/n and still go unseen, as often as 4 standard errors are exceeded.
 */
const unseenEvents = 9.67;
/**
 * A mean of skewed values is skewed: at so many standard errors its quantile lies (4² - 1)/6 times the third over the second
 * moment, over n, further out (Cornish and Fisher).
 */
const furtherOut = (allowedErrors * allowedErrors - 1) / 6;

/**
 * Compares a mean with a prediction. exact: within 4 standard errors; asymptotic: within 4 standard errors and the
 * stated slack; lower and upper: not beyond the bound by more than 4 standard errors. Where the spread is the sample's own it is
 * more than 4, Student's quantile of the same probability: 4.1 for 200 replicates, 7.0 for 10. Where theory knows a metric to be
 * skewed, that is allowed for. A sample without spread leaves room for events too rare to be in it, which change the number
 * by what is said of them, else by its own size. No verdict where there is no mean, or no spread to judge it by.
 */
export function compare({ n, mean, sd }: Measured, prediction: Prediction): Comparison {
  const { value, kind } = prediction;
  if (mean === null || Number.isNaN(value)) return { ratio: null, z: null, verdict: null };
  const ratio = value !== 0 && Number.isFinite(mean / value) ? mean / value : null;
  const { jump, leastSd = 0 } = prediction;
  const spread = prediction.sd ?? (n >= 2 && sd !== null ? Math.max(sd, leastSd) : null);
  if (spread === null || !Number.isFinite(mean) || !Number.isFinite(value))
    return { ratio, z: null, verdict: mean === value ? "agrees" : null };
  const se = spread / Math.sqrt(n);
  const off = mean - value;
  const unseen = prediction.sd === undefined && sd === 0 ? unseenEvents / n : 0;
  const allowed =
    errorsOf(prediction.sd === undefined ? n - 1 : undefined) * se +
    rounding * Math.abs(value) +
    unseen * (jump ?? Math.max(Math.abs(mean), Math.abs(value))) +
    (furtherOut * (jump ?? 0)) / n +
    (kind === "asymptotic" ? (prediction.slack ?? 0) * Math.abs(value) : 0);
  const beyond = kind === "lower" ? -off : kind === "upper" ? off : Math.abs(off);
  return { ratio, z: se > 0 ? off / se : null, verdict: beyond > allowed ? "differs" : "agrees" };
}

/** @param freedom degrees of freedom of the spread; undefined where it is known */
function errorsOf(freedom: number | undefined): number {
  if (freedom === undefined) return allowedErrors;
  let errors = studentErrors.get(freedom);
  if (errors === undefined) studentErrors.set(freedom, (errors = studentQuantile(falseAlarmRate, freedom)));
  return errors;
}
