import type { SweepProgressReport } from "../client/sweep-progress.ts";
import { formatCount, formatDuration } from "../report/format.ts";
import { paceOf, type Sample, type TimeLeft } from "./pace.ts";

/** The pace is that of the last third of the time, which follows what changes, but of no less than this much of it. */
const recent = { share: 1 / 3, leastMs: 20_000 } as const;

/** How fast a sweep makes chain-generations, and how long the rest of it will take; as commands print it in JSON. */
export interface SweepPace {
  /** Null where nothing was seen of it yet, and where it stands still because it was told to. */
  readonly generationsPerSecond: number | null;
  /** Null as well where nothing moves, and where values decide how many chains there are. */
  readonly secondsLeft: TimeLeft | null;
}

export const noPace: SweepPace = { generationsPerSecond: null, secondsLeft: null };

/** The pace of a sweep at a time in milliseconds, from what it says of its past. */
export function paceOfSweep(report: SweepProgressReport, now: number): SweepPace {
  const { past, state, atMost, seconds } = report;
  const [first, last] = [past[0], past.at(-1)];
  if (!first || !last || past.length < 2 || state !== "running") return noPace;
  // Clocks may differ, and what was told came about before now.
  const until = Math.max(now, last[0]);
  const since = until - Math.max(recent.leastMs, recent.share * (until - first[0]));
  const begin = past.findLastIndex(([at]) => at <= since);
  const seen = [...past.slice(Math.max(0, begin)), [until, last[1], last[2]] as const];
  const samplesOf = (unit: 1 | 2): Sample[] => seen.map((mark) => ({ at: mark[0], done: mark[unit] }));
  // By what work was expected to take, since generations of one cell may cost a thousand times those of another.
  const { left } = paceOf(samplesOf(2), Math.max(0, (seconds ?? 0) - last[2]));
  const known = seconds !== undefined && !atMost;
  return { generationsPerSecond: paceOf(samplesOf(1), 0).rate, secondsLeft: (known && left) || null };
}

/** Rate and time left, to follow on a line; empty where nothing is known. */
export function describePace({ generationsPerSecond: rate, secondsLeft: left }: SweepPace): string {
  if (rate === null) return "";
  if (left && left.expected < 1)
    return `, ${formatCount(Math.round(rate))} generations/s, less than 1 s left`;
  const upTo = left && (Number.isFinite(left.most) ? `–${formatDuration(left.most)}` : " or more");
  const time = left
    ? `, about ${formatDuration(left.expected)} left (${formatDuration(left.least)}${upTo})`
    : "";
  return `, ${formatCount(Math.round(rate))} generations/s${time}`;
}
