import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The built command. */
export const main: string = fileURLToPath(new URL("../../../../dist/src/cli/main.js", import.meta.url));

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command once, to its end. */
export type Ouro = (args: readonly string[], limitSeconds?: number) => Promise<Finished>;

export function ouroIn(cwd: string, env: NodeJS.ProcessEnv): Ouro {
  return (args, limitSeconds = 300) =>
    new Promise((done) => {
      const settings = {
        cwd,
        env,
        timeout: Math.ceil(limitSeconds * 1000),
        killSignal: "SIGKILL",
        maxBuffer: 2 ** 26,
      } as const;
      const child = execFile(process.execPath, [main, ...args], settings, (error, stdout, stderr) => {
        done({ code: error ? (child.exitCode ?? null) : 0, stdout, stderr });
      });
    });
}
