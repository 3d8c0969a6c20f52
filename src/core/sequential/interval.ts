import { exp, log } from "../random/math.ts";

/** A mean and an interval around it that holds at all sample sizes together. */
export interface MeanInterval {
  /** Values that entered. */
  readonly n: number;
  readonly mean: number;
  /** Infinite where n is too small, or the values have no spread or none that is finite: they bound nothing. */
  readonly halfWidth: number;
}

/** How an interval is made; fixed before the first value is seen. */
export interface IntervalSettings {
  /** Probability with which the interval covers the mean at every n at once, between 0 and 1. */
  readonly confidence: number;
  /** The n for which intervals are narrowest; further away they widen slowly. */
  readonly tunedFor: number;
}

/**
 * The confidence sequence of a mean with unknown variance: with the stated confidence, the mean lies in the intervals
 * of all n at once, so that one may look as often as one likes and stop when the interval is narrow enough. (A t
 * interval covers at one n that was chosen beforehand; looked at again and again until it is narrow, it covers less.)
 *
 * It inverts the martingale that a Gaussian mixture over the standardised mean makes of the scale-invariant likelihood
 * ratio: exact at every n for Gaussian values. For others of finite variance it is asymptotic, as any interval that
 * knows neither bounds nor tails must be: its width approaches that of the asymptotic confidence sequences, and with
 * few, heavily skewed values it covers less than stated. So the smallest n at which it is looked at should grow with
 * the skew. Values that are all the same may hide an event that is rare, so they give no interval at all.
 *
 * @param values shape [n], in the unit of the metric
 * @source arXiv:2310.03722v5 (t-test martingale with a Gaussian mixture); arXiv:2103.06476 (asymptotic confidence
 * sequences and the choice of the mixture)
 */
export function meanInterval(values: Float64Array, settings: IntervalSettings): MeanInterval {
  return intervalOf(moments(values), settings);
}

/** What an interval is made of. */
export interface Moments {
  /** Values. */
  readonly n: number;
  readonly mean: number;
  /** Sum of squared deviations from the mean. */
  readonly squares: number;
}

/** {@link meanInterval} of values of which no more is known than that. */
export function intervalOf({ n, mean, squares }: Moments, settings: IntervalSettings): MeanInterval {
  const c = precision(settings);
  const logLevel = log(1 - settings.confidence);
  // The mixture martingale at a mean m off by d reaches 1/level where n d² (n - narrowed) = narrowed * squares.
  const ratio = exp((2 * logLevel + log(c / (n + c))) / n);
  const narrowed = (1 - ratio) * (n + c);
  const room = n * (n - narrowed);
  const bounded = n >= 2 && squares > 0 && room > 0;
  return { n, mean, halfWidth: bounded ? Math.sqrt((narrowed * squares) / room) : Number.POSITIVE_INFINITY };
}

/** Mean, and the sum of squared deviations from it; two passes in the order of the values. */
function moments(values: Float64Array): Moments {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) * (value - mean);
  return { n: values.length, mean, squares };
}

/** Precision of the mixture, in observations, that makes intervals narrowest at the n they are tuned for. */
function precision({ confidence, tunedFor }: IntervalSettings): number {
  const nats = -2 * log(1 - confidence);
  return tunedFor / (nats + log(nats) + 1);
}
