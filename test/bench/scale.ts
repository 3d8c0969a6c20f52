import { availableParallelism } from "node:os";
import type { SpecInput } from "../../src/spec/content.ts";
import type { Bench, BenchOptions } from "./bench.ts";
import { type Figure, figure } from "./figure.ts";
import { growth, peak } from "./memory.ts";
import { source } from "./places.ts";
import { findPython } from "./python.ts";
import { timed } from "./timed.ts";
import { runWhole, type WholeRun } from "./whole-sweep.ts";

/** What users run such sweeps with today, at versions that were tried; each is measured where it can be installed. */
const tools = [
  "joblib==1.6.0",
  "dask==2026.8.0",
  "ray==2.60.0",
  "ray[tune]==2.60.0",
  "snakemake==9.27.1",
] as const;
/** A job of Snakemake is a process, and a trial of Ray Tune costs nearly as much: more chains than these would take hours. */
const mostJobs = 1000;

const chainsPerCell = 200;
const generations = 100;
const samples = 100;
const cores = availableParallelism();
const limit = 3600;

/** How time, memory, store and the server's database grow with the number of chains. */
export const scale: Bench = {
  summary:
    "whole sweeps of 1,000 to 100,000 chains, their memory and database, beside joblib, Dask, Ray, Ray Tune and Snakemake",
  async *run(options) {
    for (const chains of options.quick ? [1000, 10_000] : [1000, 10_000, 100_000]) {
      const name = `${chains.toLocaleString("en")} chains`;
      if (name.includes(options.only)) yield* measure(chains, name, options);
    }
  },
};

async function* measure(chains: number, name: string, options: BenchOptions): AsyncGenerator<Figure> {
  const runs: WholeRun[] = [];
  const peers = new Map<string, number[]>();
  for (let seed = 1; seed <= options.repetitions; seed++) {
    options.note(`${name}: repetition ${seed} of ${options.repetitions}`);
    runs.push(await runWhole(specOf(chains, seed), cores, limit));
    for (const tool of tools) {
      if (/^(?:snakemake|ray\[tune\])/.test(tool) && chains > mostJobs) continue;
      const wall = await runPeer(tool, chains, seed, options);
      if (wall !== undefined) peers.set(tool, [...(peers.get(tool) ?? []), wall]);
    }
  }
  const text = { bench: "scale", name, check: "" };
  const what = `Gaussian, n = ${samples}, replace, ${generations} generations, ${chainsPerCell} chains a cell, ${cores} cores`;
  const ours = "`ouro run` on an empty store, from process start to exit, dataset and report included";
  for (const [tool, walls] of peers)
    yield figure(
      {
        ...text,
        unit: "s wall clock",
        peer: tool,
        detail: `ours: ${ours}; peer: a NumPy loop a chain as one task, moments of the last generation returned; ${what}`,
      },
      runs.map(({ wall }, i) => ({ ours: wall, peer: walls[i] ?? Number.NaN })),
    );
  const against = (unit: string, goal: number, detail: string, value: (run: WholeRun) => number): Figure =>
    figure(
      { ...text, unit, peer: `goal ${goal}`, detail },
      runs.map((run) => ({ ours: value(run), peer: goal })),
    );
  const later = "most in the second half of the run / most in the first";
  yield against("s wall clock", 120, `the goal is for 100,000 chains; ${ours}`, ({ wall }) => wall);
  yield against("s for `ouro status`", 1, "of the finished sweep, from process start", (r) => r.statusWall);
  yield against("MiB, ouro", 1536, "peak resident memory of the run", ({ memory }) => peak(memory.ouro));
  yield against("MiB, server", 512, "peak resident memory of the server", ({ memory }) =>
    peak(memory.server),
  );
  yield against("× later, ouro", 1.5, later, ({ memory }) => growth(memory.ouro));
  yield against("× later, server", 1.5, later, ({ memory }) => growth(memory.server));
  yield against("MB database", 200, "the embedded server's folder at the end", (r) => r.databaseMB);
  yield against("MB store", 2500, "the goal is for 100,000 chains; parts and dataset", (r) => r.storeMB);
}

/** Gaussian chains, at most 200 a cell. */
export function specOf(chains: number, seed: number): SpecInput {
  const cells = Math.max(1, Math.round(chains / chainsPerCell));
  return {
    name: "scale",
    seed,
    family: "gaussian",
    parameters: { samples, sd: { grid: Array.from({ length: cells }, (_, cell) => 1 + cell / 1000) } },
    regime: "replace",
    generations,
    replicates: Math.min(chains, chainsPerCell),
  };
}

/** Seconds that a tool takes; undefined where it cannot be had. */
async function runPeer(
  tool: string,
  chains: number,
  seed: number,
  { note }: BenchOptions,
): Promise<number | undefined> {
  const [module = ""] = tool.split("==");
  try {
    const python = await findPython(note, ["numpy", tool]);
    const sizes = [chains, generations, samples, cores, seed].map(String);
    return (await timed([python, source("peers", "fleet.py"), module, ...sizes], { limit })).wall;
  } catch (error) {
    note(`${tool} is left out: ${error instanceof Error ? error.message.slice(0, 200) : String(error)}`);
    return undefined;
  }
}
