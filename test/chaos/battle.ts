import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Arena } from "./arena.ts";
import { attemptsOn, reportedFailures } from "./attempts.ts";
import { audit, faultsOf } from "./audit.ts";
import type { Reference } from "./reference.ts";
import type { Planned } from "./schedule.ts";
import { chains, writeSpec } from "./sweeps.ts";

/** How long a sweep may take to end once all faults are lifted. */
const patienceMs = 10 * 60_000;

export interface Outcome {
  readonly faults: number;
  readonly sweeps: number;
  readonly chains: number;
  readonly seconds: number;
  /** Seconds from a start of `ouro run` to its first commit, after everything had been killed. */
  readonly resumed: readonly number[];
  /** What is wrong; empty where all holds. */
  readonly wrong: readonly string[];
}

/**
 * Runs sweep after sweep until every fault has struck, and looks at what came out.
 *
 * @param minutes no fault begins later
 */
export async function battle(
  arena: Arena,
  planned: readonly Planned[],
  seed: number,
  minutes: number | undefined,
  reference: Reference,
  say: (line: string) => void,
): Promise<Outcome> {
  const first = await reference.idOf(seed);
  const began = performance.now();
  const clock = (): string => ((performance.now() - began) / 1000).toFixed(1).padStart(6);
  const until = began + (minutes ?? Number.POSITIVE_INFINITY) * 60_000;
  const wrong: string[] = [];
  const struck: Planned[] = [];
  let left = planned.length;
  const strike = async (next: Planned): Promise<void> => {
    const { number, fault, target, seconds } = next;
    const blow = { arena, target, seconds };
    try {
      await arena.locks.holding(fault.holds(blow), async () => {
        await arena.underway();
        if (performance.now() > until) return;
        struck.push(next);
        const from = clock();
        const hit = await fault.strike(blow);
        say(`${from} s  #${String(number).padStart(3)} ${fault.name}: ${hit}`);
      });
    } catch (error) {
      wrong.push(`#${number} ${fault.name}: ${(error as Error).message}`);
    } finally {
      left--;
    }
  };
  const strikes = async (): Promise<void> => {
    const begun: Promise<void>[] = [];
    for (const next of planned) {
      await arena.underway();
      if (performance.now() < until) await sleep(next.after * 1000);
      begun.push(strike(next));
    }
    await Promise.all(begun);
  };
  const over = strikes();

  const digests = new Map<number, { sweepId: string; digest: string }>();
  do {
    const number = seed + digests.size;
    const sweepId = digests.size === 0 ? first : await reference.idOf(number);
    const run = arena.run(writeSpec(arena.parts.folder, number), sweepId);
    const late = over.then(async () => await sleep(patienceMs, undefined, { ref: false }));
    const ended = await Promise.race([run, late]);
    if (ended === undefined) {
      wrong.push(`${sweepId} did not end within ${patienceMs / 60_000} minutes after the last fault`);
      break;
    }
    const found: string[] = [];
    if (ended.code === 0) {
      const held = await audit(arena.parts.store.disk, sweepId);
      found.push(...faultsOf(held));
      digests.set(number, { sweepId, digest: held.digest });
    } else found.push(`exit code ${ended.code}: ${ended.tail.trim().split("\n").at(-1)}`);
    wrong.push(...found.map((what) => `${sweepId}: ${what}`));
    say(
      `${clock()} s  ${sweepId} ended: ${found.length === 0 ? "0 missing, 0 duplicate" : found.join("; ")}`,
    );
  } while (left > 0 && wrong.length === 0);
  if (wrong.length === 0) await over;
  if (wrong.length === 0) wrong.push(...(await recomputed(arena, struck, say)));
  const seconds = (performance.now() - began) / 1000;
  const sweeps = digests.size;
  for (const [number, { sweepId, digest }] of digests) {
    const undisturbed = await reference.digestOf(number, sweepId);
    if (digest !== undisturbed)
      wrong.push(
        `${sweepId}: digest ${digest.slice(0, 12)}, not ${undisturbed.slice(0, 12)} of the undisturbed run`,
      );
  }
  return {
    faults: struck.length,
    sweeps,
    chains: sweeps * chains,
    seconds,
    resumed: arena.resumed,
    wrong,
  };
}

/**
 * Steps that were under way in a process that was killed, stopped or cut off are begun again. Such a process has one
 * segment on its thread, and beside it a step that waits for the thread or commits; many a stop costs neither. Over a
 * run no more may be lost than one segment a process.
 */
async function recomputed(
  arena: Arena,
  struck: readonly Planned[],
  say: (line: string) => void,
): Promise<string[]> {
  const { server, folder } = arena.parts;
  await server.start(); // the run that ended last may have taken it down
  const { steps, again } = await attemptsOn(
    `127.0.0.1:${await server.port()}`,
    server.environment["TEMPORAL_NAMESPACE"] ?? "default",
  );
  const reported = await reportedFailures(join(folder, "logs"));
  const lost = Math.max(0, again - reported);
  const processes = arena.workers.length + 1;
  const hits = struck.reduce((sum, { fault }) => sum + fault.kills(processes), 0);
  say(
    `         ${steps} steps, ${again} begun again: ${reported} told of a store or a thread that failed, ${lost} were lost with ${hits} processes killed, stopped or cut off (may be: one each)`,
  );
  return lost > hits ? [`${lost} steps lost with ${hits} processes: more than one each`] : [];
}
