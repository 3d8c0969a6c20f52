import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { delimiter, join } from "node:path";

/** Environment variables, always handed in by the caller: nothing in this folder reads the process's own. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The first runnable file called `name` on the PATH of `env`, or undefined. */
export async function onPath(name: string, env: Environment): Promise<string | undefined> {
  const endings =
    process.platform === "win32" ? (env["PATHEXT"] ?? ".EXE;.CMD").toLowerCase().split(";") : [""];
  for (const folder of (env["PATH"] ?? env["Path"] ?? "").split(delimiter)) {
    if (folder === "") continue;
    for (const ending of endings) {
      const path = join(folder, name + ending);
      if (await runnable(path)) return path;
    }
  }
  return undefined;
}

/** Whether `path` is a file that this user may run. */
export async function runnable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false; // missing, not ours to run, or behind a folder that cannot be entered: all mean "not here"
  }
}

/** `env` without Temporal's own variables, so that a setting for another server cannot bend the embedded one. */
export function withoutTemporal(env: Environment): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && !name.startsWith("TEMPORAL_")) kept[name] = value;
  }
  return kept;
}
