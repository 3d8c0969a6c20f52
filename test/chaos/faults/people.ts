import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { preload } from "../arena.ts";
import type { Fault } from "../fault.ts";
import { ouroIn } from "../ouro.ts";

const always = (): undefined => undefined;

/** Somebody runs the same sweep a second time, and gives up after a while. */
export const secondRun: Fault = {
  name: "a second `ouro run` of the sweep",
  weight: 2,
  seconds: [2, 10],
  impossible: always,
  kills: () => 1,
  holds: () => ["second run"],
  async strike({ arena, seconds }) {
    const { parts, spec } = arena;
    const args = ["run", spec, "--store", parts.store.url, "--threads", "1", "--budget", "0.2"];
    const environment = { ...parts.environment, OURO_DEBUG: "1", NODE_OPTIONS: `--import=${preload}` };
    const { code, stderr } = await ouroIn(parts.folder, environment)(args, seconds);
    await appendFile(join(parts.folder, "logs", "second-run.log"), stderr);
    if (code === 2 || code === 3) throw new Error(`The second run ended with exit code ${code}.`);
    return code === null ? "was killed" : `ended with ${code}`;
  },
};

/** Two people submit the same sweep at the same time. */
export const twoSubmits: Fault = {
  name: "two submits at once",
  weight: 2,
  seconds: [0, 0],
  impossible: always,
  kills: () => 0,
  holds: () => ["submits"],
  async strike({ arena: { parts, spec } }) {
    const submit = ["submit", spec, "--store", parts.store.url, "--json"];
    const ends = await Promise.all([parts.ouro(submit, 30), parts.ouro(submit, 30)]);
    await sleep(0);
    return `ended with ${ends.map(({ code }) => code ?? "a kill").join(" and ")}`;
  },
};
