import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "@temporalio/client";
import { type SweepProgressReport, sweepProgress } from "../client/sweep-client.ts";
import { formatCount, formatDuration } from "../report/format.ts";
import { output } from "./output.ts";
import { type Pace, paceOf, type Sample } from "./pace.ts";

/** Milliseconds between two looks: at first, and at most. */
const pollMs = { first: 500, most: 2000 } as const;

/** Between two looks passes this share of the time since the first one, so that what they cost vanishes in what they show. */
const pollShare = 0.05;

/** Rates are measured over this much of the recent past. */
const rateWindowMs = 20_000;

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
): Promise<void> {
  const samples: Sample[] = [];
  const begin = Date.now();
  while (!until.aborted) {
    const report = await client
      .withDeadline(Date.now() + 5000, () => sweepProgress(client, storeUrl, sweepId))
      .catch(() => undefined);
    if (until.aborted) return;
    if (report) {
      samples.push({ at: Date.now(), generations: report.done.generations });
      while (samples.length > 2 && Date.now() - (samples[0]?.at ?? 0) > rateWindowMs) samples.shift();
      output.status(progressLine(report, samples));
      if (report.state === "done" || report.state === "cancelled") return;
    }
    const pause = Math.min(pollMs.most, Math.max(pollMs.first, pollShare * (Date.now() - begin)));
    await sleep(pause, undefined, { signal: until }).catch(() => undefined);
  }
}

/** One line: state, share done, counts, rate and the time left at that rate. */
export function progressLine(report: SweepProgressReport, samples: readonly Sample[]): string {
  const { done, generations, chains, state, atMost } = report;
  if (state === "finishing") return "all chains done; writing the dataset and the report …";
  // Chains that ended early have fewer generations than were planned.
  const share = generations === 0 ? 1 : Math.max(done.generations / generations, done.chains / chains);
  const { rate, left } = paceOf(samples, generations - done.generations);
  const failed = done.failed > 0 ? `, ${formatCount(done.failed)} failed` : "";
  const counts = `${formatCount(done.chains)} of ${atMost ? "at most " : ""}${formatCount(chains)} chains${failed}, ${formatCount(Math.round(rate))} generations/s`;
  // How many chains their values will ask for nobody knows, so there is no share and no time left.
  if (atMost) return `${state}  ${counts}`;
  return `${state} ${(share * 100).toFixed(1).padStart(5)} %  ${counts}${left ? timeLeft(left) : ""}`;
}

function timeLeft({ expected, least, most }: NonNullable<Pace["left"]>): string {
  const upTo = Number.isFinite(most) ? `–${formatDuration(most)}` : " or more";
  return `, about ${formatDuration(expected)} left (${formatDuration(least)}${upTo})`;
}
