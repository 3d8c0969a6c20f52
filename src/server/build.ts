import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { type BinaryOptions, firstLine, inspect, type Rung } from "./binary.ts";
import { onPath, withoutTemporal } from "./environment.ts";
import { cachedBinary } from "./paths.ts";
import { ticking } from "./progress.ts";

/** What is built: the last release of the CLI without a replace line in its go.mod, which only its own build would follow. */
const program = "github.com/temporalio/cli";
const version = "1.5.1";

/**
 * SQLite as that release has it stays interrupted for ever once a request was given up at the wrong time, and the server with
 * it, which a machine busy enough brings about: seen with 1.34.1, gone with this one.
 */
const sqlite = "modernc.org/sqlite v1.44.3";

/** What is not tidied up before is looked up while it is built. */
const recipe = `module ouroboros/server

go 1.24

require (
\t${program} v${version}
\t${sqlite}
)
`;

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
    const file = join(folder, basename(target));
    const failure = await compile(go, folder, file, options);
    options.signal?.throwIfAborted();
    if (failure !== undefined)
      return { reason: `building ${program} v${version} with Go failed: ${failure}` };
    const built = await inspect(file, "build", options.env);
    if ("reason" in built) return built;
    await rename(built.path, target);
    return { ...built, path: target };
  } finally {
    stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** @returns the last lines that Go printed when it failed, else undefined */
async function compile(
  go: string,
  folder: string,
  file: string,
  { env, signal }: BinaryOptions,
): Promise<string | undefined> {
  await writeFile(join(folder, "go.mod"), recipe);
  const flags = `-s -w -X ${program}/temporalcli.Version=${version}`;
  const child = spawn(go, ["build", "-mod=mod", "-ldflags", flags, "-o", file, `${program}/cmd/temporal`], {
    cwd: folder,
    env: { ...withoutTemporal(env), GOWORK: "off", CGO_ENABLED: "0" },
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
