import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { type BinaryOptions, firstLine, inspect, type Rung } from "./binary.ts";
import { withoutTemporal } from "./environment.ts";
import { cachedBinary } from "./paths.ts";
import { ticking } from "./progress.ts";
import { whyUnreachable } from "./reach.ts";

const host = "temporal.download";

/** Starts the SDK's test server once, which fetches the binary, and ends it again. */
const script = `
  const { TestWorkflowEnvironment } = require(process.argv[1]);
  TestWorkflowEnvironment.createLocal({ server: { executable: { type: "cached-download", downloadDir: process.argv[2] } } })
    .then((env) => env.teardown())
    .then(() => process.exit(0), (error) => { console.error(error.message); process.exit(1); });
`;

/**
 * The Temporal SDK's own download, into the cache.
 *
 * In a process of its own: the SDK installs its runtime on first use, and the caller's must stay free to be configured.
 */
export async function download(options: BinaryOptions): Promise<Rung> {
  const unreachable = await whyUnreachable(host, 443, 3000, options.env); // without a network the SDK may wait for minutes
  if (unreachable) return { reason: unreachable };

  const target = cachedBinary(options.env);
  await mkdir(dirname(target), { recursive: true });
  const folder = await mkdtemp(join(dirname(target), "download-"));
  const stop = ticking((elapsedSeconds) =>
    options.onProgress?.({
      step: "download",
      elapsedSeconds,
      message: `Downloading the Temporal server from ${host} (once)`,
    }),
  );
  try {
    const sdk = createRequire(import.meta.url).resolve("@temporalio/testing");
    await promisify(execFile)(process.execPath, ["-e", script, sdk, folder], {
      timeout: 600_000,
      env: withoutTemporal(options.env),
      ...(options.signal && { signal: options.signal }),
    });
    const [name] = await readdir(folder);
    if (!name) return { reason: "the SDK's download left no file" };
    const fetched = await inspect(join(folder, name), "download", options.env);
    if ("reason" in fetched) return fetched;
    await rename(fetched.path, target);
    return { ...fetched, path: target };
  } catch (error) {
    options.signal?.throwIfAborted();
    const { stderr, message } = error as Error & { stderr?: string };
    return { reason: `the SDK's download failed: ${firstLine(stderr || message)}` };
  } finally {
    stop();
    await rm(folder, { recursive: true, force: true });
  }
}
