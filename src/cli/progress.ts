import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "@temporalio/client";
import { type SweepProgressReport, sweepProgress } from "../client/sweep-progress.ts";
import { formatCount } from "../report/format.ts";
import { output } from "./output.ts";
import { formatShare, shareDone } from "./share.ts";
import { describePace, paceOfSweep } from "./sweep-pace.ts";

/** Milliseconds between two looks: at first, and at most. */
const pollMs = { first: 500, most: 2000 } as const;

/** Between two looks passes this share of the time since the first one, so that what they cost vanishes in what they show. */
const pollShare = 0.05;

/** Longer than this a sweep that has a worker does not leave a question unanswered. */
const silenceMs = 10_000;

/**
 * Shows a sweep's progress until it ends or `until` settles.
 *
 * Every look costs one query to the sweep and one to each shard in flight, whatever the sweep's size.
 */
export async function showProgress(
  client: Client,
  storeUrl: string,
  sweepId: string,
  until: AbortSignal,
  show: (report: SweepProgressReport) => void = (report) =>
    output.status(progressLine(sweepId, report, Date.now())),
): Promise<void> {
  const begin = performance.now(); // a clock that is set while a sweep runs must not be seen
  let answered = begin;
  while (!until.aborted) {
    const report = await client
      .withDeadline(Date.now() + 5000, () => sweepProgress(client, storeUrl, sweepId))
      .catch(() => undefined);
    if (until.aborted) return;
    if (report) {
      answered = performance.now();
      show(report);
      if (report.state === "done" || report.state === "cancelled") return;
    } else if (performance.now() - answered > silenceMs)
      output.status(`${sweepId} does not answer; it does once a worker runs: ouro worker`);
    const pause = Math.min(pollMs.most, Math.max(pollMs.first, pollShare * (performance.now() - begin)));
    await sleep(pause, undefined, { signal: until }).catch(() => undefined);
  }
}

/** One line: state, share done, counts, rate and the time left at that rate. */
export function progressLine(sweepId: string, report: SweepProgressReport, now: number): string {
  const { done, chains, state, atMost } = report;
  if (state === "finishing") return "all chains done; writing the dataset and the report …";
  const failed = done.failed > 0 ? `, ${formatCount(done.failed)} failed` : "";
  const counts = `${formatCount(done.chains)} of ${atMost ? "at most " : ""}${formatCount(chains)} chains${failed}`;
  // How many chains their values will ask for nobody knows, so there is no share.
  const share = atMost ? "" : ` ${formatShare(shareDone(report, done)).padStart(7)}`;
  if (state === "paused") return `paused${share}  ${counts}; go on with: ouro resume ${sweepId}`;
  return `${state}${share}  ${counts}${describePace(paceOfSweep(report, now))}`;
}
