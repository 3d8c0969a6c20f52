import { setTimeout as sleep } from "node:timers/promises";
import type { Arena } from "../arena.ts";
import type { Fault } from "../fault.ts";
import { newestCommit } from "../commits.ts";
import { latch } from "../locks.ts";
import type { Member } from "../member.ts";

/** Long enough for a machine that is slow: that it takes long is told, not a failure. */
const patienceSeconds = 600;

/** SIGKILL of everything at once; then `ouro run` alone, until the store shows that it goes on. */
export const killEverything: Fault = {
  name: "kill -9 of everything",
  weight: 0.5,
  seconds: [0, 0],
  impossible: () => undefined,
  kills: (processes) => processes,
  holds: ({ arena }) => [
    ...arena.members.map(({ name }) => name),
    ...["server", "wire", "disk", "proxy", "bucket", "second run", "submits", "clock"],
  ],
  async strike({ arena }) {
    const { parts, runner, sweepId } = arena;
    if (runner === undefined) return undefined;
    const [others, run] = [latch(), latch()];
    for (const member of arena.workers) member.hold(others.promise);
    runner.hold(run.promise);
    const pid = await parts.server.pid();
    for (const member of arena.members) member.signal("SIGKILL");
    if (pid !== undefined) process.kill(pid, "SIGKILL");
    await parts.bucketStore?.killServer(0);
    await Promise.all(arena.members.map((member) => member.gone()));
    if (parts.server.kind !== "embedded") await parts.server.start(); // the embedded one is the run's to start
    const before = runner.starts;
    run.release();
    const seconds = await untilCommit(arena, runner, before, sweepId).finally(others.release);
    if (seconds === undefined) return undefined;
    arena.resumed.push(seconds);
    return `resumed ${seconds.toFixed(1)} s after \`ouro run\` was started`;
  },
};

/** Seconds from the run's start until something is committed; undefined where the sweep ended before. */
async function untilCommit(
  arena: Arena,
  runner: Member,
  starts: number,
  sweepId: string,
): Promise<number | undefined> {
  for (let waited = 0; waited < patienceSeconds * 10; waited++) {
    const newest = await newestCommit(arena.parts.store.disk, sweepId);
    if (runner.starts > starts && newest > runner.startedAt) return (newest - runner.startedAt) / 1000;
    if (arena.runner !== runner) return undefined;
    await sleep(100);
  }
  throw new Error(`Nothing was committed within ${patienceSeconds} s of \`ouro run\` being started.`);
}
