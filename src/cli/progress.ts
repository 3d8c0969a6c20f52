import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "@temporalio/client";
import { type SweepProgressReport, sweepProgress } from "../client/sweep-client.ts";
import { formatCount, formatDuration } from "../report/format.ts";
import { output } from "./output.ts";
import { type Pace, paceOf } from "./pace.ts";
import { formatShare, shareDone } from "./share.ts";

/** Milliseconds between two looks: at first, and at most. */
const pollMs = { first: 500, most: 2000 } as const;

/** Between two looks passes this share of the time since the first one, so that what they cost vanishes in what they show. */
const pollShare = 0.05;

/** Rates are measured over this much of the recent past. */
const rateWindowMs = 20_000;

/** Longer than this a sweep that has a worker does not leave a question unanswered. */
const silenceMs = 10_000;

/** What a sweep said, and when in milliseconds. */
export interface Look {
  readonly at: number;
  readonly report: SweepProgressReport;
}

/**
 * Shows a sweep's progress until it ends or `until` settles.
 *
 * Every look costs one query to the sweep and one to each shard in flight, whatever the sweep's size.
 *
 * @param show is given the looks of the recent past, the newest one last
 */
export async function showProgress(
  client: Client,
  storeUrl: string,
  sweepId: string,
  until: AbortSignal,
  show: (looks: readonly Look[]) => void = (looks) => output.status(progressLine(sweepId, looks)),
): Promise<void> {
  const looks: Look[] = [];
  const begin = Date.now();
  while (!until.aborted) {
    const report = await client
      .withDeadline(Date.now() + 5000, () => sweepProgress(client, storeUrl, sweepId))
      .catch(() => undefined);
    if (until.aborted) return;
    if (report) {
      looks.push({ at: Date.now(), report });
      while (looks.length > 2 && Date.now() - (looks[0]?.at ?? 0) > rateWindowMs) looks.shift();
      show(looks);
      if (report.state === "done" || report.state === "cancelled") return;
    } else if (Date.now() - (looks.at(-1)?.at ?? begin) > silenceMs)
      output.status(`${sweepId} does not answer; it does once a worker runs: ouro worker`);
    const pause = Math.min(pollMs.most, Math.max(pollMs.first, pollShare * (Date.now() - begin)));
    await sleep(pause, undefined, { signal: until }).catch(() => undefined);
  }
}

/** Chain-generations a second, and how long the rest will take if what is done goes on growing as it did. */
export function paceOfLooks(looks: readonly Look[]): { perSecond: number; left: Pace["left"] } {
  const generations = looks.map(({ at, report }) => ({ at, done: report.done.generations }));
  // Where chains end early most generations that were planned are never made: there, chains tell how far it is.
  const shares = looks.map(({ at, report }) => ({ at, done: shareDone(report, report.done) }));
  const { left } = paceOf(shares, 1 - (shares.at(-1)?.done ?? 0));
  return { perSecond: paceOf(generations, 0).rate, left };
}

/** One line: state, share done, counts, rate and the time left at that rate. */
export function progressLine(sweepId: string, looks: readonly Look[]): string {
  const report = looks.at(-1)?.report;
  if (report === undefined) return "";
  const { done, chains, state, atMost } = report;
  if (state === "finishing") return "all chains done; writing the dataset and the report …";
  const { perSecond, left } = paceOfLooks(looks);
  const failed = done.failed > 0 ? `, ${formatCount(done.failed)} failed` : "";
  const counts = `${formatCount(done.chains)} of ${atMost ? "at most " : ""}${formatCount(chains)} chains${failed}`;
  // How many chains their values will ask for nobody knows, so there is no share and no time left.
  const share = atMost ? "" : ` ${formatShare(shareDone(report, done)).padStart(7)}`;
  if (state === "paused") return `paused${share}  ${counts}; go on with: ouro resume ${sweepId}`;
  const rate = looks.length > 1 ? `, ${formatCount(Math.round(perSecond))} generations/s` : "";
  return `${state}${share}  ${counts}${rate}${left && !atMost ? timeLeft(left) : ""}`;
}

function timeLeft({ expected, least, most }: NonNullable<Pace["left"]>): string {
  const upTo = Number.isFinite(most) ? `–${formatDuration(most)}` : " or more";
  return `, about ${formatDuration(expected)} left (${formatDuration(least)}${upTo})`;
}
