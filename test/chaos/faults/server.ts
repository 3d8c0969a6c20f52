import { setTimeout as sleep } from "node:timers/promises";
import type { Fault } from "../fault.ts";

const always = (): undefined => undefined;

/** SIGKILL of the Temporal server; it comes back on its database. */
export const killServer: Fault = {
  name: "kill -9 of the Temporal server",
  weight: 4,
  seconds: [0, 3],
  impossible: always,
  kills: (processes) => processes,
  holds: () => ["server"],
  async strike({ arena: { parts }, seconds }) {
    const pid = await parts.server.pid();
    await parts.server.down(seconds);
    return pid === undefined ? undefined : `${seconds.toFixed(1)} s down`;
  },
};

/** The Temporal server stands still. */
export const freezeServer: Fault = {
  name: "SIGSTOP of the Temporal server",
  weight: 2,
  seconds: [0.5, 6],
  impossible: always,
  kills: (processes) => processes,
  holds: () => ["server"],
  async strike({ arena: { parts }, seconds }) {
    const pid = await parts.server.pid();
    if (pid === undefined) return undefined;
    process.kill(pid, "SIGSTOP");
    await sleep(seconds * 1000);
    process.kill(pid, "SIGCONT");
    return `${seconds.toFixed(1)} s`;
  },
};

/** The server's database stops as in a power cut (`pg_ctl stop -m immediate`), recovers and comes back. */
export const crashDatabase: Fault = {
  name: "crash of the server's database",
  weight: 4,
  seconds: [0, 3],
  impossible: ({ parts }) =>
    parts.server.crashDatabase
      ? undefined
      : "the embedded server has no database process (--server postgres)",
  kills: (processes) => processes,
  holds: () => ["server"],
  async strike({ arena: { parts }, seconds }) {
    await parts.server.crashDatabase?.(seconds);
    return `${seconds.toFixed(1)} s down`;
  },
};
