/**
 * How far work was at one time (milliseconds): in chain-generations, and in seconds that it was expected to take. A tuple,
 * since it travels.
 */
export type Mark = readonly [at: number, generations: number, seconds: number];

/** Marks that are kept of the past, however long it is: what a workflow carries stays below 1 kB. */
const kept = 16;

/** The past with one more mark; only that one where the clock was set back, so that times before it mean nothing any more. */
export function marked(past: readonly Mark[], mark: Mark): readonly Mark[] {
  if ((past.at(-1)?.[0] ?? 0) > mark[0]) return [mark];
  const before = past.at(-1)?.[0] === mark[0] ? past.slice(0, -1) : past;
  return thinned([...before, mark]);
}

/** Only where it stands: what lies before, such as a pause, tells nothing of what comes. */
export function begunAnew(past: readonly Mark[], now: number): readonly Mark[] {
  const last = past.at(-1);
  return last ? [[now, last[1], last[2]]] : [];
}

/** The past of pieces of work, summed: before its first mark a piece stood where that found it, after its last it stands there. */
export function together(pasts: readonly (readonly Mark[])[]): readonly Mark[] {
  const begun = pasts.filter((past) => past.length > 0);
  const times = [...new Set(begun.flatMap((past) => past.map(([at]) => at)))].sort((a, b) => a - b);
  return times.map((time) => {
    let [generations, seconds] = [0, 0];
    for (const past of begun) {
      const mark = past.findLast(([at]) => at <= time) ?? past[0];
      generations += mark?.[1] ?? 0;
      seconds += mark?.[2] ?? 0;
    }
    return [time, generations, seconds];
  });
}

/** The first, the last, and of those between as many as may be kept, spread evenly over the time. */
export function thinned(past: readonly Mark[]): readonly Mark[] {
  const left = [...past];
  while (left.length > kept) {
    let [least, at] = [Number.POSITIVE_INFINITY, 1];
    for (let i = 1; i < left.length - 1; i++) {
      const gap = (left[i + 1] as Mark)[0] - (left[i - 1] as Mark)[0];
      if (gap < least) [least, at] = [gap, i];
    }
    left.splice(at, 1);
  }
  return left;
}
