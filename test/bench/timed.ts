import { spawn } from "node:child_process";
import { once } from "node:events";

/** How a program is to be run. */
export interface TimedOptions {
  /** Its environment; ours unless given. */
  readonly env?: NodeJS.ProcessEnv;
  /** Seconds after which it is ended and counts as failed. */
  readonly limit: number;
}

/** What a finished program left. */
export interface Finished {
  readonly stdout: string;
  /** Seconds from just before its start to its end. */
  readonly wall: number;
}

const stderrKept = 4000;

/** Runs a program to its end. @throws {Error} with the end of its standard error when it fails or takes too long */
export async function timed(
  [program = "", ...args]: readonly string[],
  options: TimedOptions,
): Promise<Finished> {
  let [stdout, stderr] = ["", ""];
  const begin = performance.now();
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], env: options.env ?? process.env });
  const end = (): void => void child.kill("SIGKILL");
  const timer = setTimeout(end, 1000 * options.limit);
  process.once("exit", end);
  child.stdout.on("data", (data: Buffer) => {
    stdout += data.toString();
  });
  child.stderr.on("data", (data: Buffer) => {
    stderr = (stderr + data.toString()).slice(-stderrKept);
  });
  const [code, signal] = (await once(child, "close")) as [number | null, string | null];
  const wall = (performance.now() - begin) / 1000;
  clearTimeout(timer);
  process.off("exit", end);
  if (code !== 0)
    throw new Error(
      `${[program, ...args].join(" ")} ended with ${signal ?? code} after ${wall.toFixed(0)} s.\n${stderr}`,
    );
  return { stdout, wall };
}
