import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import type { Bench, BenchOptions } from "./bench.ts";
import { figure, type Pair } from "./figure.ts";
import { ouro } from "./ouro.ts";
import { ownServer } from "./own-server.ts";
import { root } from "./places.ts";
import { timed } from "./timed.ts";

/** What `ouro figures --json` says of one of them. */
interface Row {
  readonly file: string;
  readonly seconds: number | null;
  readonly computeSeconds: number | null;
  readonly chains: number;
  readonly generations: number;
  readonly problem: string | null;
}

const threads = availableParallelism();
const day = 86_400;
const folderOfSpecs = join(root, "examples");

/** How long each published figure takes. */
export const papers: Bench = {
  summary: "seconds of every sweep in examples/ on this machine, at published or (--quick) at quick size",
  async *run(options) {
    const runs: Row[][] = [];
    for (let repetition = 1; repetition <= options.repetitions; repetition++) {
      options.note(`all figures, repetition ${repetition} of ${options.repetitions}`);
      runs.push(await once(options));
    }
    for (const [index, { file, chains, generations }] of (runs[0] ?? []).entries()) {
      const pairs = runs.flatMap((rows) => pair(rows[index]));
      const detail =
        "ours: wall clock of a sweep from its start to its report, on a server and a worker that run already and an empty store; " +
        "peer: its kernels alone, in the same run, on as many threads";
      const name = `${file.slice(folderOfSpecs.length + 1)} (${chains} chains of ${generations})`;
      const text = { bench: "papers", name, peer: "kernels", check: "", unit: "s wall clock", detail };
      yield figure(text, pairs);
    }
  },
};

/** Every figure once, one after the other. */
async function once({ quick, only }: BenchOptions): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), "ouro-bench-"));
  const env = ownServer(folder);
  try {
    const options = [
      "--json",
      "--only",
      only,
      "--store",
      join(folder, "store"),
      "--threads",
      String(threads),
    ];
    const command = ouro("figures", folderOfSpecs, ...options, ...(quick ? ["--quick"] : []));
    const { stdout } = await timed(command, { env, limit: day });
    const { figures } = JSON.parse(stdout) as { figures: Row[] };
    const [broken] = figures.filter(({ problem }) => problem !== null);
    if (broken) throw new Error(`${broken.file} must run to its end; it did not: ${broken.problem}`);
    return figures;
  } finally {
    await timed(ouro("server", "stop"), { env, limit: 120 }).catch(() => undefined); // it may have stopped by itself
    await rm(folder, { recursive: true, force: true });
  }
}

function pair(row: Row | undefined): Pair[] {
  if (row === undefined || row.seconds === null || row.computeSeconds === null) return [];
  return [{ ours: row.seconds, peer: row.computeSeconds / threads }];
}
