import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import type { Bench, BenchOptions } from "./bench.ts";
import { type Figure, figure } from "./figure.ts";
import { type Peaks, watchMemory } from "./memory.ts";
import { ouro } from "./ouro.ts";
import { source } from "./places.ts";
import { findPython } from "./python.ts";
import { timed } from "./timed.ts";

/** What users run such sweeps with today; each is measured where it can be installed. */
const tools = ["joblib", "dask", "ray"] as const;

const chainsPerCell = 200;
const generations = 100;
const samples = 100;
const cores = availableParallelism();
const limit = 3600;

interface Run {
  readonly wall: number;
  readonly statusWall: number;
  readonly peaks: Peaks;
  readonly databaseMB: number;
}

/** How time, memory and the server's database grow with the number of chains. */
export const scale: Bench = {
  summary: "whole sweeps of 1,000 to 100,000 chains, their memory and database, beside joblib, Dask and Ray",
  async *run(options) {
    for (const chains of options.quick ? [1000, 10_000] : [1000, 10_000, 100_000]) {
      const name = `${chains.toLocaleString("en")} chains`;
      if (name.includes(options.only)) yield* measure(chains, name, options);
    }
  },
};

async function* measure(chains: number, name: string, options: BenchOptions): AsyncGenerator<Figure> {
  const runs: Run[] = [];
  const peers = new Map<string, number[]>();
  for (let seed = 1; seed <= options.repetitions; seed++) {
    options.note(`${name}: repetition ${seed} of ${options.repetitions}`);
    runs.push(await runOurs(chains, seed));
    for (const tool of tools) {
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
  const against = (unit: string, goal: number, detail: string, value: (run: Run) => number): Figure =>
    figure(
      { ...text, unit, peer: `goal ${goal}`, detail },
      runs.map((run) => ({ ours: value(run), peer: goal })),
    );
  yield against("s wall clock", 120, `the goal is for 100,000 chains; ${ours}`, ({ wall }) => wall);
  yield against("s for `ouro status`", 1, "of the finished sweep, from process start", (r) => r.statusWall);
  yield against("MiB, largest process", 1536, "peak resident memory", ({ peaks }) => peaks.largest);
  yield against("MiB, all processes", 3072, "peak resident memory", ({ peaks }) => peaks.together);
  yield against("MB database", 200, "SQLite of the embedded server, at the end", (r) => r.databaseMB);
}

async function runOurs(chains: number, seed: number): Promise<Run> {
  const folder = await mkdtemp(join(tmpdir(), "ouro-scale-"));
  const env = { ...process.env, XDG_DATA_HOME: join(folder, "data") };
  const memory = watchMemory(folder);
  try {
    const store = join(folder, "store");
    const spec = join(folder, "spec.yaml");
    const cells = Math.max(1, Math.round(chains / chainsPerCell));
    const sd = { grid: Array.from({ length: cells }, (_, cell) => 1 + cell / 1000) };
    await writeFile(
      spec,
      JSON.stringify({
        name: "scale",
        seed,
        family: "gaussian",
        parameters: { samples, sd },
        regime: "replace",
        generations,
        replicates: chainsPerCell,
      }),
    );
    const { wall } = await timed(ouro("run", spec, "--store", store, "--threads", String(cores)), {
      env,
      limit,
    });
    const peaks = memory.stop();
    const [id = ""] = await readdir(store);
    const status = await timed(ouro("status", id, "--store", store, "--json"), { env, limit });
    return { wall, statusWall: status.wall, peaks, databaseMB: await sizeMB(join(folder, "data")) };
  } finally {
    memory.stop();
    await timed(ouro("server", "stop"), { env, limit }).catch(() => undefined); // it may have stopped by itself
    await rm(folder, { recursive: true, force: true });
  }
}

/** Seconds that a tool takes; undefined where it cannot be had. */
async function runPeer(
  tool: string,
  chains: number,
  seed: number,
  { note }: BenchOptions,
): Promise<number | undefined> {
  try {
    const python = await findPython(note, ["numpy", tool]);
    const sizes = [chains, generations, samples, cores, seed].map(String);
    return (await timed([python, source("peers", "fleet.py"), tool, ...sizes], { limit })).wall;
  } catch (error) {
    note(`${tool} is left out: ${error instanceof Error ? error.message.slice(0, 200) : String(error)}`);
    return undefined;
  }
}

async function sizeMB(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true });
  const sizes = await Promise.all(
    names
      .filter((name) => /\.db(-wal)?$/.test(name))
      .map(async (name) => (await stat(join(folder, name))).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0) / 1e6;
}
