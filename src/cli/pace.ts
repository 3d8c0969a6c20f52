/** How far a sweep was, in generations or in any other unit, at a time in milliseconds. */
export interface Sample {
  readonly at: number;
  readonly done: number;
}

/** How fast a sweep goes, and how long it will take. */
export interface Pace {
  /** Of that unit a second. */
  readonly rate: number;
  /** Seconds left: at this rate, and at the fastest and slowest that it may really be; undefined where nothing moves. */
  readonly left?: { readonly expected: number; readonly least: number; readonly most: number };
}

/** Pieces that the samples are cut into to see how much the rate varies. */
const pieces = 6;

/**
 * The pace over some samples. The interval is the mean rate ± 2 standard errors of the rates of up to six pieces of
 * that time.
 *
 * @param todo what is left, in that unit
 */
export function paceOf(samples: readonly Sample[], todo: number): Pace {
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last || last.at <= first.at || last.done <= first.done) return { rate: 0 };
  const rate = (1000 * (last.done - first.done)) / (last.at - first.at);
  const step = Math.max(1, Math.floor((samples.length - 1) / pieces));
  const rates: number[] = [];
  for (let i = step; i < samples.length; i += step) {
    const [from, to] = [samples[i - step] as Sample, samples[i] as Sample];
    if (to.at > from.at) rates.push((1000 * (to.done - from.done)) / (to.at - from.at));
  }
  const mean = rates.reduce((sum, each) => sum + each, 0) / rates.length;
  const variance = rates.reduce((sum, each) => sum + (each - mean) ** 2, 0) / Math.max(1, rates.length - 1);
  const error = rates.length > 1 ? 2 * Math.sqrt(variance / rates.length) : rate / 2;
  return {
    rate,
    left: {
      expected: todo / rate,
      least: todo / (rate + error),
      most: error < rate ? todo / (rate - error) : Number.POSITIVE_INFINITY,
    },
  };
}
