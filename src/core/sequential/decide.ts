import {
  type IntervalSettings,
  intervalOf,
  type MeanInterval,
  meanInterval,
  type Moments,
} from "./interval.ts";

/** When a cell has enough replicates: from `min` on, as soon as its mean is known well enough, at `max` in any case. */
export interface Until {
  readonly metric: string;
  /** The generation at which the metric is looked at; the last unless given. */
  readonly generation?: number | undefined;
  /** Of the interval, in the unit of the metric; this or `relative`. */
  readonly half_width?: number | undefined;
  /** Of the interval, as a share of the mean. */
  readonly relative?: number | undefined;
  /** Probability with which all intervals of a cell cover its mean. */
  readonly confidence: number;
  readonly min: number;
  readonly max: number;
}

export interface Decision extends MeanInterval {
  readonly enough: boolean;
}

/**
 * Intervals are narrowest at this many times min, two rounds after the first look, and not much wider many rounds
 * later. It does not depend on max, so that raising that changes no decision that was made.
 */
const tunedMultiple = 4;

/**
 * Whether replicates are enough. A pure function of their values, and so the same wherever and whenever it is asked.
 *
 * @param values of the metric, one a replicate, in their order; NaN where it is not defined, which does not count
 */
export function decide(values: Float64Array, until: Until): Decision {
  const seen = values.filter((value) => !Number.isNaN(value));
  const interval = meanInterval(seen, settingsOf(until));
  return { ...interval, enough: values.length >= until.max || isNarrow(interval, until) };
}

/** How well a mean is known by the rule's interval, and how well it was to be known, in the unit of the metric. */
export interface Precision extends MeanInterval {
  readonly wanted: number;
  readonly reached: boolean;
}

/** Whether what was asked for came true, which it may not have where a cell went to `max`. */
export function precisionOf(moments: Moments, until: Until): Precision {
  const interval = intervalOf(moments, settingsOf(until));
  return { ...interval, wanted: wantedOf(interval, until), reached: isNarrow(interval, until) };
}

function settingsOf({ confidence, min }: Until): IntervalSettings {
  return { confidence, tunedFor: tunedMultiple * min };
}

function isNarrow(interval: MeanInterval, until: Until): boolean {
  return interval.halfWidth <= wantedOf(interval, until);
}

function wantedOf({ mean }: MeanInterval, { half_width, relative = 0 }: Until): number {
  return half_width ?? relative * Math.abs(mean);
}
