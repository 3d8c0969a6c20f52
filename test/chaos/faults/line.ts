import type { Fault } from "../fault.ts";

const always = (): undefined => undefined;

/** Every connection of the workers to the server breaks. */
export const cutLine: Fault = {
  name: "cut of the workers' connections",
  weight: 3,
  seconds: [0, 0],
  impossible: always,
  kills: (processes) => processes,
  holds: () => ["wire"],
  strike: ({ arena }) => {
    const sockets = arena.wire.cut();
    return Promise.resolve(sockets > 0 ? `${sockets} sockets` : undefined);
  },
};

/** Nothing comes through between workers and server, and nobody is told. */
export const partition: Fault = {
  name: "partition of the workers",
  weight: 3,
  seconds: [1, 14],
  impossible: always,
  kills: (processes) => processes,
  holds: () => ["wire"],
  async strike({ arena, seconds }) {
    await arena.wire.hold(seconds);
    return `${seconds.toFixed(1)} s`;
  },
};

/** A slow network between workers and server. */
export const delay: Fault = {
  name: "delay on the workers' network",
  weight: 2,
  seconds: [1, 6],
  impossible: always,
  kills: (processes) => processes,
  holds: () => ["wire"],
  async strike({ arena, target, seconds }) {
    const ms = Math.round(50 + 450 * target);
    await arena.wire.delay(ms, seconds);
    return `${ms} ms for ${seconds.toFixed(1)} s`;
  },
};
