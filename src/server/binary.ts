import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { type Environment, runnable, withoutTemporal } from "./environment.ts";
import type { OnProgress } from "./progress.ts";
import { compareVersions, oldestServer, parseVersion } from "./version.ts";

export type BinarySource = "option" | "path" | "cache" | "download" | "build";

/** A Temporal command-line binary that can run the server. */
export interface ServerBinary {
  readonly path: string;
  readonly source: BinarySource;
  readonly cliVersion: string;
  readonly serverVersion: string;
}

export interface BinaryOptions {
  readonly env: Environment;
  /** A binary named by the user: then no other is looked for. */
  readonly binary?: string | undefined;
  readonly onProgress?: OnProgress | undefined;
  /** Ends a download or a build. */
  readonly signal?: AbortSignal | undefined;
}

/** A rung's outcome: the binary, or why there is none. */
export type Rung = ServerBinary | { readonly reason: string };

/** Runs the binary's `--version` and says whether this server will do. */
export async function inspect(path: string, source: BinarySource, env: Environment): Promise<Rung> {
  if (!(await runnable(path))) return { reason: `${path} is not there or may not be run` };
  let printed: string;
  try {
    printed = (await promisify(execFile)(path, ["--version"], { timeout: 20_000, env: withoutTemporal(env) }))
      .stdout;
  } catch (error) {
    return { reason: `${path} --version failed: ${firstLine((error as Error).message)}` };
  }
  const version = parseVersion(printed);
  if (!version)
    return { reason: `${path} is no Temporal CLI; --version printed ${JSON.stringify(firstLine(printed))}` };
  if (compareVersions(version.server, oldestServer) < 0) {
    return { reason: `${path} holds server ${version.server}, older than ${oldestServer}` };
  }
  return { path, source, cliVersion: version.cli, serverVersion: version.server };
}

export function firstLine(text: string): string {
  const line = text.trim().split("\n")[0] ?? "";
  return line.length > 200 ? `${line.slice(0, 197)}...` : line;
}
