import { setTimeout as sleep } from "node:timers/promises";
import type { Arena } from "../arena.ts";
import type { Fault, Strike } from "../fault.ts";
import { type Link, netem } from "../link.ts";

const impossible = ({ parts }: Arena): string | undefined =>
  parts.hosts ? undefined : "all is on one host (no network namespaces)";

/** As slow as a telephone line; what its queue of 16 KB cannot take is lost. */
const telephone = ["tbf", "rate", "400kbit", "burst", "4kb", "limit", "16kb"];

/** The cable that a strike hits; those to the bucket's host only where there is a bucket. */
function cable({ arena, target }: Strike): Link {
  const links = arena.cables;
  return links[Math.floor(target * links.length)] as Link;
}

/** A fault of one cable between two hosts. */
function onCable(
  name: string,
  weight: number,
  seconds: readonly [number, number],
  harm: (link: Link, seconds: number, target: number) => Promise<void>,
): Fault {
  return {
    name,
    weight,
    seconds,
    impossible,
    kills: (processes) => processes,
    holds: (strike) => [cable(strike).name],
    async strike(strike) {
      const link = cable(strike);
      await harm(link, strike.seconds, strike.target);
      return `${link.name}, ${strike.seconds.toFixed(1)} s`;
    },
  };
}

/** Nothing comes through, and nobody is told; some last longer than heartbeats and requests may. */
export const hostsApart: Fault = onCable("partition of two hosts", 2, [1, 20], (link, seconds) =>
  link.cutOff(seconds),
);

/** One host still hears the other, which does not hear it. */
export const halfDeaf: Fault = onCable(
  "one-way partition of two hosts",
  1,
  [1, 15],
  (link, seconds, target) => link.cutOff(seconds, (target * 1000) % 2 < 1 ? "there" : "back"),
);

/** Both hosts see that the line is down. */
export const pulledCable: Fault = onCable("pulled cable between two hosts", 1, [0.5, 12], (link, seconds) =>
  link.pull(seconds),
);

/** The line fails for a moment again and again, so that single packets are lost. */
export const looseCable: Fault = onCable(
  "loose cable between two hosts",
  1,
  [2, 8],
  async (link, seconds) => {
    const until = performance.now() + seconds * 1000;
    for (let moment = 0.03; performance.now() < until; moment = moment > 0.2 ? 0.03 : moment * 1.7) {
      await link.cutOff(moment);
      await sleep(150);
    }
  },
);

/** Everything arrives late, and what a full queue cannot take is lost. */
export const narrowLine: Fault = onCable("narrow line between two hosts", 1, [2, 10], (link, seconds) =>
  link.shape(seconds, telephone),
);

/** Packets arrive late, out of order, twice or never. */
export const farApart: Fault = {
  ...onCable("delay and loss between two hosts", 1, [2, 12], (link, seconds) => link.shape(seconds, netem)),
  impossible: (arena) =>
    impossible(arena) ??
    (arena.parts.hosts?.netem ? undefined : "this kernel has no netem (CONFIG_NET_SCH_NETEM)"),
};
