import { spawn } from "node:child_process";
import { once } from "node:events";
import { access, mkdtemp, rm, writeFile } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Bench } from "./bench.ts";
import { figure, type Pair } from "./figure.ts";
import { ouro } from "./ouro.ts";
import { ownServer } from "./own-server.ts";
import { specOf } from "./scale.ts";
import { timed } from "./timed.ts";

const small = 100;
const limit = 600;
const pollMs = 20;
/** How long the large sweep has the worker for itself before the small one comes. */
const headStartMs = 10_000;

/** How long a small sweep takes behind a large one. */
export const fairness: Bench = {
  summary: "a sweep of 100 chains behind one of 100,000 on the same worker, beside the same alone",
  async *run({ quick, repetitions, note }) {
    const large = quick ? 20_000 : 100_000;
    const pairs: Pair[] = [];
    for (let seed = 1; seed <= repetitions; seed++) {
      note(`fairness: repetition ${seed} of ${repetitions}`);
      pairs.push(await pair(large, seed));
    }
    const text = { bench: "fairness", name: `behind ${large.toLocaleString("en")} chains`, check: "" };
    const detail =
      `ours: from the start of \`ouro submit\` to the report of a sweep of ${small} chains, begun ${headStartMs / 1000} s ` +
      "after the large one on one `ouro worker`; peer: the same on a worker that has nothing else to do";
    yield figure({ ...text, unit: "s to the report", peer: "alone", detail }, pairs);
  },
};

/** A small sweep alone, and then one behind a large one. */
async function pair(large: number, seed: number): Promise<Pair> {
  const folder = await mkdtemp(join(tmpdir(), "ouro-fairness-"));
  const env = ownServer(folder);
  const store = join(folder, "store");
  await timed(ouro("server", "start"), { env, limit });
  const [program, ...args] = ouro("worker", "--threads", String(availableParallelism()));
  const worker = spawn(program, args, { env, stdio: "ignore" });
  const end = (): void => void worker.kill("SIGKILL");
  process.once("exit", end);
  const submit = async (chains: number, number: number): Promise<string> => {
    const file = join(folder, `${number}.yaml`);
    await writeFile(file, JSON.stringify(specOf(chains, number))); // JSON is YAML
    const cores = String(availableParallelism());
    const { stdout } = await timed(ouro("submit", file, "--store", store, "--cores", cores), { env, limit });
    return stdout.trim();
  };
  const toReport = async (number: number): Promise<number> => {
    const begin = performance.now();
    const report = join(store, await submit(small, number), "report.html");
    while (!(await exists(report))) {
      if (performance.now() - begin > 1000 * limit) throw new Error(`${report} did not come in ${limit} s.`);
      await sleep(pollMs);
    }
    return (performance.now() - begin) / 1000;
  };
  try {
    await toReport(3 * seed); // a worker that has just started is still compiling
    const peer = await toReport(3 * seed + 1);
    const before = join(store, await submit(large, seed), "report.html");
    await sleep(headStartMs);
    const ours = await toReport(3 * seed + 2);
    if (await exists(before)) throw new Error("The large sweep must still run when the small one has ended.");
    return { ours, peer };
  } finally {
    process.off("exit", end);
    end();
    if (worker.exitCode === null && worker.signalCode === null) await once(worker, "exit");
    await timed(ouro("server", "stop"), { env, limit });
    await rm(folder, { recursive: true, force: true });
  }
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}
