/** How far work was, in any unit, at a time in milliseconds. */
export interface Sample {
  readonly at: number;
  readonly done: number;
}

/** Seconds that are left: at the rate that was seen, and at the fastest and slowest that it may really be. */
export interface TimeLeft {
  readonly expected: number;
  readonly least: number;
  /** Infinite where it may take for ever. */
  readonly most: number;
}

/** How fast work goes, and how long it will take. */
export interface Pace {
  /** Of its unit a second. */
  readonly rate: number;
  /** Undefined where nothing moves. */
  readonly left?: TimeLeft;
}

/** Pieces that the time is cut into to see how much the rate varies; no more than there are samples after the first. */
const pieces = 6;

/**
 * The pace over some samples. The interval is the mean rate ± 2 standard errors of the rates of up to six equal pieces
 * of that time.
 *
 * @param todo what is left, in that unit
 */
export function paceOf(samples: readonly Sample[], todo: number): Pace {
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last || last.at <= first.at || last.done <= first.done) return { rate: 0 };
  const seconds = (last.at - first.at) / 1000;
  const rate = (last.done - first.done) / seconds;
  const count = Math.min(pieces, samples.length - 1);
  const ends = Array.from({ length: count + 1 }, (_, i) =>
    doneAt(samples, first.at + (1000 * seconds * i) / count),
  );
  const rates = ends.slice(1).map((done, i) => ((done - (ends[i] as number)) * count) / seconds);
  const variance = rates.reduce((sum, each) => sum + (each - rate) ** 2, 0) / Math.max(1, count - 1);
  const error = count > 1 ? 2 * Math.sqrt(variance / count) : rate / 2;
  return {
    rate,
    left: {
      expected: todo / rate,
      least: todo / (rate + error),
      most: error < rate ? todo / (rate - error) : Number.POSITIVE_INFINITY,
    },
  };
}

/** At any time between the first sample and the last, as if it grew evenly from one to the next. */
function doneAt(samples: readonly Sample[], at: number): number {
  const after = Math.max(
    1,
    samples.findIndex((sample) => sample.at >= at),
  );
  const [before, next] = [samples[after - 1] as Sample, samples[after] as Sample];
  const part = next.at > before.at ? Math.min(1, (at - before.at) / (next.at - before.at)) : 1;
  return before.done + part * (next.done - before.done);
}
