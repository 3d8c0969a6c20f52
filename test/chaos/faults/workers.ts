import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Fault, Strike } from "../fault.ts";
import type { Member } from "../member.ts";
import type { Versions } from "../upgrade.ts";

/** The worker, or the run, that a strike hits. */
function victim({ arena, target }: Strike): Member {
  const { members } = arena;
  return members[Math.floor(target * members.length)] as Member;
}

const held = (strike: Strike): string[] => [victim(strike).name];
/** The grace time of a worker is 30 s; this leaves room for a server that is away, and for a machine that is slow. */
const patienceMs = 600_000;

const always = (): undefined => undefined;

/** SIGKILL of a worker or of the run, which a supervisor starts again after a while. */
export const killWorker: Fault = {
  name: "kill -9 of a worker",
  weight: 10,
  seconds: [0, 4],
  impossible: always,
  kills: () => 1,
  holds: held,
  async strike(strike) {
    const member = victim(strike);
    const hit = (await member.ready()) && member.signal("SIGKILL");
    const rest = sleep(strike.seconds * 1000);
    member.hold(rest);
    await rest;
    return hit ? member.name : undefined;
  },
};

/** A worker stands still, some longer than its heartbeats may: then others take over, and it wakes up as a zombie. */
export const freezeWorker: Fault = {
  name: "SIGSTOP of a worker",
  weight: 6,
  seconds: [0.5, 16],
  impossible: always,
  kills: () => 1,
  holds: held,
  async strike(strike) {
    const member = victim(strike);
    const hit = (await member.ready()) && member.signal("SIGSTOP");
    await sleep(strike.seconds * 1000);
    member.signal("SIGCONT");
    return hit ? member.name : undefined;
  },
};

/** A worker is asked to stop: it commits what is under way and ends. */
export const stopWorker: Fault = {
  name: "SIGTERM of a worker",
  weight: 4,
  seconds: [0, 0],
  impossible: always,
  kills: () => 1,
  holds: held,
  async strike(strike) {
    const member = victim(strike);
    const hit = (await member.ready()) && member.signal("SIGTERM");
    if (!hit) return undefined;
    const began = performance.now();
    const limit = sleep(patienceMs, undefined, { ref: false }).then(() => {
      throw new Error(`${member.name} did not end within ${patienceMs / 1000} s of SIGTERM.`);
    });
    await Promise.race([member.gone(), limit]);
    return `${member.name}, gone after ${((performance.now() - began) / 1000).toFixed(1)} s`;
  },
};

/** A compute thread dies; its process lives on. */
export const killThread: Fault = {
  name: "death of a compute thread",
  weight: 8,
  seconds: [0, 0],
  impossible: always,
  kills: () => 1,
  holds: held,
  async strike(strike) {
    const member = victim(strike);
    // Before it is at work it has no handler of the signal, and would be killed.
    const hit = (await member.ready()) && member.signal("SIGUSR2");
    return hit ? member.name : undefined;
  },
};

/** No more memory for a worker: its next large allocation fails. */
export const noMemory: Fault = {
  name: "memory limit on a worker",
  weight: 2,
  seconds: [0.5, 4],
  impossible: () => (found("prlimit") ? undefined : "prlimit (util-linux) is not here"),
  kills: () => 1,
  holds: held,
  async strike(strike) {
    const member = victim(strike);
    await member.ready();
    const { pid } = member;
    if (pid === undefined) return undefined;
    limit(pid, `${1 << 20}:unlimited`);
    await sleep(strike.seconds * 1000);
    const died = member.pid !== pid;
    if (!died) limit(pid, "unlimited");
    return `${member.name}, ${died ? "which died of it" : "which survived"}`;
  },
};

/** The clock of the last worker's machine jumps by hours, ahead or back, and returns. */
export const wrongClock: Fault = {
  name: "clock jump",
  weight: 2,
  seconds: [1, 8],
  impossible: ({ parts }) =>
    parts.clockLibrary ? undefined : "libfaketime is not here (apt-get install libfaketime)",
  kills: () => 1,
  holds: () => ["clock"],
  async strike({ arena, target, seconds }) {
    const hours = Math.round((target - 0.5) * 48) || 1;
    writeFileSync(arena.clockFile, `${hours < 0 ? "" : "+"}${hours}h\n`);
    await sleep(seconds * 1000);
    writeFileSync(arena.clockFile, "+0\n");
    return `${hours < 0 ? "" : "+"}${hours} h`;
  },
};

/** Another version takes a worker over, or gives it back: a rolling upgrade in both directions. */
export const otherVersion: Fault = {
  name: "change of version",
  weight: 6,
  seconds: [0, 0],
  impossible: ({ parts }) => (parts.versions ? undefined : "no other version was named (--upgrade)"),
  kills: () => 1,
  holds: ({ arena, target }) => [`worker-${1 + Math.floor(target * arena.workers.length)}`],
  async strike({ arena, target }) {
    const k = Math.floor(target * arena.workers.length);
    const { older, newer } = arena.parts.versions as Versions;
    const upgraded = arena.builds[k] === older;
    arena.builds[k] = upgraded ? newer : older;
    const member = arena.workers[k] as Member;
    member.signal("SIGTERM");
    await member.gone();
    return `${member.name} goes on with the ${upgraded ? "newer" : "older"} one`;
  },
};

function limit(pid: number, bytes: string): void {
  try {
    execFileSync("prlimit", ["--pid", String(pid), `--as=${bytes}`], { stdio: "ignore" });
  } catch {
    // It ended meanwhile.
  }
}

function found(program: string): boolean {
  try {
    execFileSync(program, ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
