import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/**
 * A command that runs on one core only, the same for every contestant, so that none gains by helper threads; as it
 * is where `taskset` is missing.
 */
export function pinned(command: readonly string[]): readonly string[] {
  return core === undefined ? command : ["taskset", "--cpu-list", String(core), ...command];
}

/** The last core that this process may use, where contestants can be bound to it. */
export const core: number | undefined = lastCore();

function lastCore(): number | undefined {
  if (process.platform !== "linux" || spawnSync("taskset", ["--version"]).status !== 0) return undefined;
  const allowed = /^Cpus_allowed_list:\s*(\S+)/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1];
  const last = allowed?.split(/[,-]/).at(-1);
  return last === undefined ? undefined : Number(last);
}
