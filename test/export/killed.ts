import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { constants } from "node:fs";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../../dist/src/cli/main.js", import.meta.url));

/**
 * Runs `ouro` until it opens a file, and kills it there. A pipe stands in the file's place, so that the process waits in
 * the middle of its work however fast or slow the machine is.
 *
 * @param args of the command
 * @param path of the file, which is itself again afterwards
 * @param scratch folder for what the process leaves behind
 */
export async function killedAtFile(args: readonly string[], path: string, scratch: string): Promise<void> {
  const aside = `${scratch}/whole-file`;
  await rename(path, aside);
  execFileSync("mkfifo", [path]);
  const child = spawn(process.execPath, [main, ...args], {
    stdio: "ignore",
    env: { ...process.env, TMPDIR: scratch },
  });
  const exit = once(child, "exit");
  let pipe: FileHandle | undefined;
  try {
    while (pipe === undefined) {
      if (child.exitCode !== null)
        throw new Error(`It ended with ${child.exitCode} before it opened ${path}.`);
      pipe = await open(path, constants.O_WRONLY | constants.O_NONBLOCK).catch((error: unknown) => {
        if ((error as NodeJS.ErrnoException).code !== "ENXIO") throw error; // nobody reads it yet
        return undefined;
      });
      if (pipe === undefined) await sleep(10);
    }
  } finally {
    child.kill("SIGKILL");
    await exit;
    await pipe?.close();
    await rm(path);
    await rename(aside, path);
  }
}
