import { distance, together } from "./agreement.ts";
import type { Bench, BenchOptions } from "./bench.ts";
import { Contestant, type Measurement } from "./contestant.ts";
import { type Figure, figure } from "./figure.ts";
import { type KernelPeer, kernelPeers } from "./peers.ts";
import { compiled } from "./places.ts";
import { findPython } from "./python.ts";
import { type Workload, workloads } from "./workloads.ts";

const ourCommand = [process.execPath, compiled("ours", "kernel")];

/** Standard errors beyond which two contestants do not compute the same law. */
const tolerated = 5;

/** Chain-generations a second of CPU time, on one core. */
export const kernels: Bench = {
  summary: "chain-generations per core-second of the kernels, beside NumPy in three forms",
  async *run(options) {
    const python = await findPython(options.note);
    for (const workload of workloads.filter(({ name }) => name.includes(options.only))) {
      options.note(workload.name);
      for (const peer of kernelPeers) {
        const measured = await compare(workload, peer, python, options);
        if (measured) yield measured;
      }
    }
  },
};

async function compare(
  workload: Workload,
  peer: KernelPeer,
  python: string,
  { quick, repetitions, note }: BenchOptions,
): Promise<Figure | undefined> {
  const ours = new Contestant(ourCommand);
  const theirs = new Contestant(peer.command(python));
  try {
    const about = { ours: await ours.about(), peer: await theirs.about() };
    const seconds = quick ? 0.2 : 1;
    const done: { ours: Measurement; peer: Measurement }[] = [];
    for (let repetition = 0; repetition < repetitions; repetition++) {
      const our = await ours.measure(workload, seconds);
      const their = await theirs.measure(workload, seconds);
      if ("unsupported" in our) throw new Error(our.unsupported);
      if ("unsupported" in their) {
        note(`  ${peer.name}: none; ${their.unsupported}`);
        return undefined;
      }
      done.push({ ours: our, peer: their });
    }
    const apart = distance(
      together(done.map((pair) => pair.ours.check)),
      together(done.map((pair) => pair.peer.check)),
    );
    const verdict = Math.abs(apart) > tolerated ? ", NOT the same law" : "";
    return figure(
      {
        bench: "kernels",
        name: workload.name,
        unit: "chain-generations/core-s",
        peer: peer.name,
        detail: `ours: ${about.ours.detail}; peer: ${about.peer.detail}`,
        check: `z = ${apart.toFixed(1)}${verdict}`,
      },
      done.map((pair) => ({ ours: rate(pair.ours), peer: rate(pair.peer) })),
    );
  } finally {
    await Promise.all([ours.close(), theirs.close()]);
  }
}

function rate({ work, cpu }: Measurement): number {
  return work / cpu;
}
