import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { version } from "@duckdb/node-api";
import type { Bench, BenchOptions } from "./bench.ts";
import { type Figure, figure, type FigureText, type Pair } from "./figure.ts";
import { pinned } from "./pinning.ts";
import { compiled, source } from "./places.ts";
import { findPython } from "./python.ts";
import { timed } from "./timed.ts";

/** What a part of 20 columns has beside the five that all have. */
const partMetrics = 15;
/** Metrics of the table that is compacted. */
const tableMetrics = 8;

const packages = ["numpy", "pyarrow"];
const limit = 3600;

interface Took {
  readonly wall: number;
  readonly cpu: number;
  readonly peakMiB: number;
  readonly bytes: number;
}

/** Parts, compaction, size and a query, beside pyarrow and DuckDB on the same rows. */
export const parquet: Bench = {
  summary: "rows a second into parts, compaction, size and a group-by, beside pyarrow and DuckDB",
  async *run(options) {
    const python = await findPython(options.note, packages);
    const { pyarrow } = await answer<{ pyarrow: string }>([python, source("peers", "parquet.py"), "version"]);
    const wanted = (name: string): boolean => name.includes(options.only);
    if (wanted("parts")) yield await parts(python, pyarrow, options);
    if (wanted("compaction")) yield* compaction(python, pyarrow, options);
  },
};

async function parts(
  python: string,
  pyarrow: string,
  { quick, repetitions, note }: BenchOptions,
): Promise<Figure> {
  const seconds = String(quick ? 0.5 : 3);
  const pairs: Pair[] = [];
  for (let repetition = 1; repetition <= repetitions; repetition++) {
    note(`parts: repetition ${repetition} of ${repetitions}`);
    const [ours, peer] = [
      await rate([process.execPath, compiled("ours", "parts"), String(partMetrics), seconds]),
      await rate([python, source("peers", "parquet.py"), "parts", String(partMetrics), seconds]),
    ];
    pairs.push({ ours, peer });
  }
  const detail =
    "ours: a part of 25,600 rows as a compute thread makes it, with its checksum and what its rows add to the digest; " +
    "peer: pq.write_table of the same columns, which stand in row order already, nothing else";
  const text = { bench: "parquet", name: "parts, 20 columns", unit: "rows/core-s" };
  return figure({ ...text, peer: `pyarrow ${pyarrow}`, detail, check: "" }, pairs);
}

async function* compaction(
  python: string,
  pyarrow: string,
  { quick, repetitions, rows = quick ? 1e6 : 1e7, note }: BenchOptions,
): AsyncGenerator<Figure> {
  const folder = await mkdtemp(join(tmpdir(), "ouro-bench-"));
  try {
    const ours = (mode: string): Promise<Took> =>
      answer([process.execPath, compiled("ours", "table"), mode, folder, String(rows), String(tableMetrics)]);
    note(`compaction: making the parts of ${rows} rows`);
    await ours("make");
    const took: Record<"compact" | "copy" | "publish" | "query" | "pyarrow", Took[]> = {
      ...{ compact: [], copy: [], publish: [], query: [], pyarrow: [] },
    };
    for (let repetition = 1; repetition <= repetitions; repetition++) {
      note(`compaction: repetition ${repetition} of ${repetitions}`);
      for (const mode of ["compact", "copy"] as const) {
        took[mode].push(await ours(mode));
        await rm(join(folder, "copy"), { recursive: true, force: true });
        await rm(join(folder, "store", "bench-0000000000", "dataset"), { recursive: true, force: true });
      }
      const script = source("peers", "parquet.py");
      took.pyarrow.push(await answer([python, script, "compact", folder, String(tableMetrics)]));
      await rm(join(folder, "pyarrow"), { recursive: true });
      took.publish.push(await ours("publish"));
      took.query.push(await ours("query"));
      if (repetition < repetitions)
        await rm(join(folder, "store", "bench-0000000000", "dataset"), { recursive: true });
    }
    const size = `${rows} rows, ${tableMetrics} metrics, 2 threads, DuckDB's memory limit 1 GB`;
    const duckdb = `DuckDB ${version()}`;
    const sides = `ours: parts read and checked, files of generations in the store, synced and hashed; ${duckdb}: COPY of the same rows, texts as VARCHAR, no more; pyarrow: parts read one by one, ParquetWriter; ${size}`;
    const make = (
      [name, unit, peer]: readonly [string, string, string],
      mine: keyof typeof took,
      theirs: keyof typeof took,
      of: (some: Took) => number,
      detail = sides,
    ): Figure => {
      const text: FigureText = { bench: "parquet", name, unit, peer, detail, check: "" };
      const pairs = took[mine].map((one, i) => ({ ours: of(one), peer: of(took[theirs][i] ?? one) }));
      return figure(text, pairs);
    };
    for (const [peer, theirs] of [[duckdb, "copy"] as const, [`pyarrow ${pyarrow}`, "pyarrow"] as const]) {
      yield make(["compaction", "s wall clock", peer], "compact", theirs, ({ wall }) => wall);
      yield make(["compaction", "s of CPU", peer], "compact", theirs, ({ cpu }) => cpu);
      yield make(["compaction", "MB of files", peer], "compact", theirs, ({ bytes }) => bytes / 1e6);
      yield make(["compaction", "MiB at most", peer], "compact", theirs, ({ peakMiB }) => peakMiB);
    }
    const whole = `ours: publishDataset, summaries of all cells included; peer: DuckDB's COPY of generations alone; ${size}`;
    yield make(
      ["compaction and cells", "s wall clock", duckdb],
      "publish",
      "copy",
      ({ wall }) => wall,
      whole,
    );
    yield make(["compaction and cells", "MiB at most", duckdb], "publish", "copy", (t) => t.peakMiB, whole);
    const asked = `ours: mean by regime and generation over all rows, from the start of the process; peer: the time of DuckDB's COPY, for scale; ${size}`;
    yield make(
      ["compaction, then a group-by", "s wall clock", duckdb],
      "query",
      "copy",
      (t) => t.wall,
      asked,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function rate(command: readonly string[]): Promise<number> {
  const { rows, cpu } = await answer<{ rows: number; cpu: number }>(pinned(command));
  return rows / cpu;
}

async function answer<Reply>(command: readonly string[]): Promise<Reply> {
  const env = { ...process.env, PYTHONDONTWRITEBYTECODE: "1", OMP_NUM_THREADS: "2" };
  return JSON.parse((await timed(command, { limit, env })).stdout) as Reply;
}
