import { distance, together } from "./agreement.ts";
import type { Bench, BenchOptions } from "./bench.ts";
import { type About, Contestant, type Measurement } from "./contestant.ts";
import { type Figure, figure } from "./figure.ts";
import { kernelPeers, peerPackages } from "./peers.ts";
import { compiled } from "./places.ts";
import { findPython } from "./python.ts";
import { workloads } from "./workloads/all.ts";
import type { Workload } from "./workloads/workload.ts";

const ourCommand = [process.execPath, compiled("ours", "kernel")];

/** Standard errors beyond which two contestants do not compute the same law. */
const tolerated = 5;

/** A peer that runs, for all workloads one after the other. */
interface Peer {
  readonly name: string;
  readonly contestant: Contestant;
  readonly about: About;
}

/** Chain-generations a second of CPU time, on one core. */
export const kernels: Bench = {
  summary: "chain-generations per core-second of every family, beside NumPy in three forms and scikit-learn",
  async *run(options) {
    const python = await findPython(options.note, peerPackages);
    const peers: Peer[] = [];
    try {
      for (const { name, command } of kernelPeers) {
        const contestant = new Contestant(command(python));
        peers.push({ name, contestant, about: await contestant.about() });
      }
      for (const workload of workloads.filter(({ name }) => name.includes(options.only))) {
        options.note(workload.name);
        yield* compare(workload, peers, options);
      }
    } finally {
      await Promise.all(peers.map(({ contestant }) => contestant.close()));
    }
  },
};

/** Ours in a process of its own, so that no workload runs on code that another one has shaped; in turns with all peers. */
async function* compare(
  workload: Workload,
  peers: readonly Peer[],
  { quick, repetitions, note }: BenchOptions,
): AsyncGenerator<Figure> {
  const ours = new Contestant(ourCommand);
  try {
    const { detail } = await ours.about();
    const seconds = quick ? 0.1 : 1;
    const our: Measurement[] = [];
    const their = new Map<Peer, Measurement[]>(peers.map((peer) => [peer, []]));
    for (let repetition = 0; repetition < repetitions; repetition++) {
      const one = await ours.measure(workload, seconds);
      if ("unsupported" in one) throw new Error(one.unsupported);
      our.push(one);
      for (const [peer, done] of their) {
        const other = await peer.contestant.measure(workload, seconds);
        if ("unsupported" in other) {
          note(`  ${peer.name}: none; ${other.unsupported}`);
          their.delete(peer);
        } else done.push(other);
      }
    }
    for (const [{ name, about }, done] of their)
      yield figure(
        {
          bench: "kernels",
          name: workload.name,
          unit: "chain-generations/core-s",
          peer: name,
          detail: `ours: ${detail}; peer: ${about.detail}`,
          check: verdict(our, done),
        },
        done.map((peer, at) => ({ ours: rate(our[at]), peer: rate(peer) })),
      );
  } finally {
    await ours.close();
  }
}

function verdict(ours: readonly Measurement[], theirs: readonly Measurement[]): string {
  const apart = distance(
    together(ours.map(({ check }) => check)),
    together(theirs.map(({ check }) => check)),
  );
  return `z = ${apart.toFixed(1)}${Math.abs(apart) > tolerated ? ", NOT the same law" : ""}`;
}

function rate(measurement: Measurement | undefined): number {
  return measurement ? measurement.work / measurement.cpu : Number.NaN;
}
