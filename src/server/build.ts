import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { type BinaryOptions, firstLine, inspect, type Rung } from "./binary.ts";
import { onPath, withoutTemporal } from "./environment.ts";
import { cachedBinary } from "./paths.ts";
import { ticking } from "./progress.ts";

/** The last version that `go install` can build: later ones have a replace line in their go.mod. */
export const buildVersion = "1.5.1";
export const buildCommand: string = `go install github.com/temporalio/cli/cmd/temporal@v${buildVersion}`;

const expectation = "takes 4-5 minutes on 2 cores, once";
const patienceMs = 45 * 60_000;

/** Builds the server with Go into the cache. The file appears there whole or not at all. */
export async function build(options: BinaryOptions): Promise<Rung> {
  const go = await onPath("go", options.env);
  if (!go) return { reason: "no Go on the PATH to build it with" };

  const target = cachedBinary(options.env);
  await mkdir(dirname(target), { recursive: true });
  const folder = await mkdtemp(join(dirname(target), "build-"));
  const stop = ticking((elapsedSeconds) =>
    options.onProgress?.({
      step: "build",
      elapsedSeconds,
      message: `Building the Temporal server with Go (${expectation})`,
    }),
  );
  try {
    const failure = await install(go, folder, options);
    options.signal?.throwIfAborted();
    if (failure !== undefined) return { reason: `${buildCommand} failed: ${failure}` };
    const built = await inspect(join(folder, basename(target)), "build", options.env);
    if ("reason" in built) return built;
    await rename(built.path, target);
    return { ...built, path: target };
  } finally {
    stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** @returns the last lines that Go printed when it failed, else undefined */
function install(go: string, folder: string, { env, signal }: BinaryOptions): Promise<string | undefined> {
  const flags = `-s -w -X github.com/temporalio/cli/temporalcli.Version=${buildVersion}`;
  const args = ["install", "-ldflags", flags, buildCommand.split(" ")[2] ?? ""];
  const child = spawn(go, args, {
    env: { ...withoutTemporal(env), GOBIN: folder, CGO_ENABLED: "0" },
    stdio: ["ignore", "ignore", "pipe"],
    timeout: patienceMs,
    ...(signal && { signal }),
  });
  let printed = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    printed = (printed + text).slice(-4000);
  });
  return new Promise((resolve) => {
    child.once("error", (error) => resolve(firstLine(error.message)));
    child.once("close", (code, killed) => {
      const last = printed.trim().split("\n").slice(-3).join("; ");
      resolve(code === 0 ? undefined : last || `it ended with ${killed ?? code}`);
    });
  });
}
