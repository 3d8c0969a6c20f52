import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Arena } from "./arena.ts";
import { attemptsOn, saidIn } from "./attempts.ts";
import { audit, faultsOf } from "./audit.ts";
import type { Reference } from "./reference.ts";
import type { Planned } from "./schedule.ts";
import { strikes } from "./strikes.ts";
import { chains, writeSpec } from "./sweeps.ts";
import { usage } from "./usage.ts";

/** How long a sweep may take to end once all faults are lifted. */
const patienceMs = 20 * 60_000;
const progressMs = 60_000;
/** Sweeps that have ended and stay in the store, so that its disk does not fill up in a soak. */
const kept = 2;

export interface Outcome {
  /** Faults that hit something, by their names. */
  readonly kinds: ReadonlyMap<string, number>;
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
 * @param planned without end
 * @param limit how many faults, or for how long
 */
export async function battle(
  arena: Arena,
  planned: Iterator<Planned, never>,
  limit: { readonly faults: number; readonly minutes: number },
  seed: number,
  reference: Reference,
  say: (line: string) => void,
): Promise<Outcome> {
  const first = await reference.idOf(seed);
  const began = performance.now();
  const clock = (at = performance.now()): string => ((at - began) / 1000).toFixed(1).padStart(6);
  const until = began + limit.minutes * 60_000;
  const struck = strikes(arena, planned, { faults: limit.faults, until }, ({ number, fault }, at, hit) =>
    say(`${clock(at)} s  #${String(number).padStart(3)} ${fault.name}: ${hit}`),
  );
  let over = false;
  void struck.over.then(() => {
    over = true;
    arena.upgrade();
  });
  const digests = new Map<number, { sweepId: string; digest: string }>();
  const progress = setInterval(() => {
    void usage(arena).then((used) =>
      say(`${clock()} s  so far ${struck.hits.length} faults and ${digests.size} whole sweeps; ${used}`),
    );
  }, progressMs);
  const wrong: string[] = [];
  /** Looks at a sweep once more, long after its end: who was stopped in its midst and woke up since may harm nothing. */
  const leave = async (number: number): Promise<void> => {
    const { sweepId, digest } = digests.get(number) ?? {};
    if (sweepId === undefined) return;
    const now = await audit(arena.parts.store.disk, sweepId);
    if (now.digest !== digest || faultsOf(now).length > 0)
      wrong.push(`${sweepId} was whole when it ended, and is no more: ${faultsOf(now).join("; ")}`);
    await rm(join(arena.parts.store.disk, sweepId), { recursive: true, force: true });
  };
  do {
    const number = seed + digests.size;
    const sweepId = digests.size === 0 ? first : await reference.idOf(number);
    const run = arena.run(writeSpec(arena.parts.folder, number), sweepId);
    const late = struck.over.then(async () => await sleep(patienceMs, undefined, { ref: false }));
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
      await leave(number - kept);
    } else found.push(`exit code ${ended.code}: ${ended.tail.trim().split("\n").at(-1)}`);
    wrong.push(...found.map((what) => `${sweepId}: ${what}`));
    say(
      `${clock()} s  ${sweepId} ended: ${found.length === 0 ? "0 missing, 0 duplicate" : found.join("; ")}`,
    );
  } while (!over && wrong.length === 0);
  clearInterval(progress);
  if (wrong.length === 0) await struck.over;
  wrong.push(...struck.wrong);
  if (wrong.length === 0) for (const number of [...digests.keys()].slice(-kept)) await leave(number);
  if (wrong.length === 0) wrong.push(...(await recomputed(arena, struck.hits, say)));
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
    kinds: counted(struck.hits),
    sweeps,
    chains: sweeps * chains,
    seconds,
    resumed: arena.resumed,
    wrong,
  };
}

/**
 * What was under way in a process that was killed, stopped or cut off is computed again. With one thread that is one
 * segment a process, and many a stop costs none. An attempt that failed and said so, since its store or its thread
 * was gone, costs its own.
 */
async function recomputed(
  arena: Arena,
  struck: readonly Planned[],
  say: (line: string) => void,
): Promise<string[]> {
  const { server, folder } = arena.parts;
  await server.start(); // the run that ended last may have taken it down
  const { steps, again, patched, refused } = await attemptsOn(
    `127.0.0.1:${await server.port()}`,
    server.environment["TEMPORAL_NAMESPACE"] ?? "default",
  );
  const { begun, failed } = await saidIn(join(folder, "logs"));
  const twice = Math.max(0, begun - steps);
  const processes = arena.workers.length + 1;
  const hits = struck.reduce((sum, { fault }) => sum + fault.kills(processes), 0);
  say(
    `         ${steps} steps, ${again} begun again; ${twice} segments computed again, with ${hits} processes killed, stopped or cut off and ${failed} attempts that told of a store or a thread that failed (may be: one each)`,
  );
  if (patched > 0)
    say(
      `         ${patched} workflows took the newer version's step; ${refused} times the older one left such a one to it`,
    );
  return twice > hits + failed
    ? [`${twice} segments computed again with ${hits} processes and ${failed} failures: more than one each`]
    : [];
}

function counted(hits: readonly Planned[]): Map<string, number> {
  const kinds = new Map<string, number>();
  for (const { fault } of hits) kinds.set(fault.name, (kinds.get(fault.name) ?? 0) + 1);
  return kinds;
}
