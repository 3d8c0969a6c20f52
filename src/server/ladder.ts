import { readdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { ProvisionError } from "../core/errors.ts";
import { type BinaryOptions, inspect, type Rung, type ServerBinary } from "./binary.ts";
import { build } from "./build.ts";
import { download } from "./download.ts";
import { onPath } from "./environment.ts";
import { withLock } from "./lock.ts";
import { cachedBinary, cacheFolder } from "./paths.ts";
import { oldestServer } from "./version.ts";

/** Looks for a server binary without fetching or building one. */
export async function locateBinary(options: BinaryOptions): Promise<ServerBinary | undefined> {
  const found = await firstOf(nearRungs(options));
  return "path" in found ? found : undefined;
}

/**
 * A server binary: the one named, else on the PATH, in the cache, from the SDK's download, or built with Go.
 *
 * @throws {ProvisionError} with the reason of every rung when none gave one
 */
export async function provideBinary(options: BinaryOptions): Promise<ServerBinary> {
  const near = await firstOf(nearRungs(options));
  if ("path" in near) return near;
  if (options.binary !== undefined) {
    throw new ProvisionError(
      `The Temporal binary that was named cannot be used: ${near.reasons.join("; ")}. ` +
        `Name a Temporal CLI with server ${oldestServer} or newer, or name none and one is found or built.`,
    );
  }
  const lock = join(cacheFolder(options.env), "bin", "provision.lock");
  const far = await withLock(lock, waiting(options), async () => {
    await removeLeftovers(dirname(lock));
    return firstOf(farRungs(options));
  });
  if ("path" in far) return far;
  const reasons = [...near.reasons, ...far.reasons.slice(1)];
  throw new ProvisionError(
    `No Temporal server (${oldestServer} or newer) could be found, downloaded or built:\n` +
      `${reasons.map((reason) => `  - ${reason}`).join("\n")}\n` +
      "Install the Temporal CLI so that `temporal` is on the PATH (https://docs.temporal.io/cli/setup-cli), " +
      "or install Go, with which it is then built, or give the address of a running server.",
  );
}

type LazyRung = () => Promise<Rung>;

function nearRungs(options: BinaryOptions): readonly LazyRung[] {
  const { binary, env } = options;
  if (binary !== undefined) return [() => inspect(binary, "option", env)];
  return [
    async () => {
      const path = await onPath("temporal", env);
      return path ? inspect(path, "path", env) : { reason: "no `temporal` on the PATH" };
    },
    () => inspect(cachedBinary(env), "cache", env),
  ];
}

/** The cache once more, first: another process may have filled it while this one waited. */
function farRungs(options: BinaryOptions): readonly LazyRung[] {
  return [
    () => inspect(cachedBinary(options.env), "cache", options.env),
    () => download(options),
    () => build(options),
  ];
}

/** Folders of downloads and builds that were killed; under the lock none is in use. */
async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (/^(download|build)-/.test(name)) await rm(join(folder, name), { recursive: true, force: true });
  }
}

async function firstOf(
  rungs: readonly LazyRung[],
): Promise<ServerBinary | { readonly reasons: readonly string[] }> {
  const reasons: string[] = [];
  for (const rung of rungs) {
    const outcome = await rung();
    if ("path" in outcome) return outcome;
    reasons.push(outcome.reason);
  }
  return { reasons };
}

function waiting({ onProgress, signal }: BinaryOptions): Parameters<typeof withLock>[1] {
  return {
    purpose: "fetch or build the Temporal server",
    timeoutMs: 60 * 60_000,
    signal,
    onWait: (pid, elapsedSeconds) =>
      onProgress?.({
        step: "wait",
        elapsedSeconds,
        message: `Process ${pid} is fetching or building the Temporal server; waiting for it`,
      }),
  };
}
