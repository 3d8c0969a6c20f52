import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import type { Bench, BenchOptions } from "./bench.ts";
import { type Figure, figure, type Pair } from "./figure.ts";
import { kernelSeconds } from "./kernel-seconds.ts";
import { ouro } from "./ouro.ts";
import { ownServer } from "./own-server.ts";
import { compiled } from "./places.ts";
import { type BenchSweep, sweeps } from "./sweeps.ts";
import { timed } from "./timed.ts";

/** Wall clock of a whole run, and the kernel time in it, all threads together. */
interface Run {
  readonly wall: number;
  readonly kernel: number;
}

/** How large a sweep was made. */
interface Size {
  /** Of kernels on all threads, aimed at. */
  readonly seconds: number;
  /** In each cell. */
  readonly replicates: number;
}

const threads = availableParallelism();
/** A run that takes this many times what its kernels should is given up. */
const patience = 10;

/** How much of a machine `ouro run` keeps from the kernels. */
export const overhead: Bench = {
  summary: "share of the cores' time in `ouro run` that is not kernels, beside a bare loop on worker threads",
  async *run(options) {
    for (const sweep of sweeps.filter(({ name }) => name.includes(options.only)))
      yield* measure(sweep, options);
  },
};

async function* measure(
  sweep: BenchSweep,
  { quick, repetitions, note }: BenchOptions,
): AsyncGenerator<Figure> {
  const size = await sizeFor(sweep, quick ? sweep.seconds / 6 : sweep.seconds);
  const [shares, walls, kernels]: [Pair[], Pair[], Pair[]] = [[], [], []];
  for (let seed = 1; seed <= repetitions; seed++) {
    note(`${sweep.name}: ${size.replicates} replicates a cell, repetition ${seed} of ${repetitions}`);
    const { ours, peer } = await pair(sweep, size, seed);
    shares.push({ ours: share(ours), peer: share(peer) });
    walls.push({ ours: ours.wall, peer: peer.wall });
    kernels.push({ ours: ours.kernel, peer: peer.kernel });
  }
  const text = { bench: "overhead", name: sweep.name, peer: "bare loop", check: "" };
  const sides =
    "ours: `ouro run` on an empty store, from process start to exit: server, worker, checkpoints, dataset, report; " +
    "peer: the same cohorts on as many worker threads, results thrown away";
  const scale = `${sweep.summary}; ${threads} threads, ${size.replicates} replicates a cell, ${size.seconds} s aimed at`;
  yield figure(
    { ...text, unit: "% not kernels", detail: `1 - kernel / (wall · threads); ${sides}; ${scale}` },
    shares,
  );
  yield figure({ ...text, unit: "s wall clock", detail: sides }, walls);
  yield figure(
    { ...text, unit: "s in kernels, all threads", detail: "the kernels themselves, on each side" },
    kernels,
  );
}

/** Ours and then the bare loop, on the plan that ours left in its store. */
async function pair(sweep: BenchSweep, size: Size, seed: number): Promise<{ ours: Run; peer: Run }> {
  const folder = await mkdtemp(join(tmpdir(), "ouro-bench-"));
  const env = ownServer(folder);
  const limit = patience * size.seconds + 120;
  try {
    const store = join(folder, "store");
    const spec = join(folder, "spec.yaml");
    await writeFile(spec, JSON.stringify({ ...sweep.spec, seed, replicates: size.replicates })); // JSON is YAML
    const { wall } = await timed(ouro("run", spec, "--store", store, "--threads", String(threads)), {
      env,
      limit,
    });
    const [sweepId = ""] = await readdir(store);
    const ours = { wall, kernel: await kernelSeconds(store, sweepId) };
    const plan = join(store, sweepId, "plan.json");
    const bare = await timed([process.execPath, compiled("ours", "bare-loop"), plan, String(threads)], {
      limit,
    });
    const { kernel } = JSON.parse(bare.stdout) as { kernel: number };
    return { ours, peer: { wall: bare.wall, kernel } };
  } finally {
    await timed(ouro("server", "stop"), { env, limit }).catch(() => undefined); // it may have stopped by itself
    await rm(folder, { recursive: true, force: true });
  }
}

/** Replicates a cell for so many seconds on all threads, by a short run of the kernels alone. */
async function sizeFor(sweep: BenchSweep, seconds: number): Promise<Size> {
  const spec = { ...sweep.spec, seed: 0, replicates: 1 };
  const { stdout } = await timed([process.execPath, compiled("ours", "cost"), JSON.stringify(spec)], {
    limit: 600,
  });
  const { secondsPerReplicate } = JSON.parse(stdout) as { secondsPerReplicate: number };
  return { seconds, replicates: Math.max(1, Math.ceil((seconds * threads) / secondsPerReplicate)) };
}

function share({ wall, kernel }: Run): number {
  return 100 * (1 - kernel / (wall * threads));
}
