import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Argument, type Command, InvalidArgumentError, Option } from "commander";
import type { ConnectOptions } from "../server/connect.ts";
import { output } from "./output.ts";

/** Options that say where a sweep's data lives. */
export interface StoreOptions {
  readonly store: string;
}

/** Options that say which Temporal server to talk to. */
export interface ServerOptions {
  readonly address?: string;
  readonly namespace?: string;
  readonly apiKey?: string;
  readonly tls?: boolean;
  readonly temporalBin?: string;
}

/** Adds `--store`. */
export function withStore(command: Command): Command {
  return command.addOption(
    new Option("--store <url>", "where sweeps live: a folder, file:///dir or s3://bucket/prefix")
      .env("OURO_STORE")
      .default(storeUrl("ouro-data"), '"./ouro-data"')
      .argParser(storeUrl),
  );
}

/** Adds `--address`, `--namespace` and what else a connection needs. */
export function withServer(command: Command): Command {
  return command
    .option("--address <host:port>", "Temporal server (also TEMPORAL_ADDRESS; otherwise the embedded one)")
    .option("--namespace <name>", "Temporal namespace (also TEMPORAL_NAMESPACE)")
    .addOption(
      new Option("--temporal-bin <path>", "the `temporal` program for the embedded server").env(
        "OURO_TEMPORAL_BIN",
      ),
    );
}

/** Adds `--quick`. */
export function withQuick(command: Command): Command {
  return command.option("--quick", "the size that the spec's quick block gives: a sweep of its own");
}

/** Adds `--json`. */
export function withJson(command: Command): Command {
  return command.option("--json", "print JSON");
}

/**
 * A store as a URL that is the same however it was written, and wherever a worker runs: a sweep's workflow is named for it.
 */
export function storeUrl(raw: string): string {
  if (raw.startsWith("s3://")) return raw.replace(/\/+$/, "");
  if (raw.startsWith("file://")) return folderUrl(fileUrlPath(raw));
  if (/^[a-z0-9]+:\/\//i.test(raw))
    throw new InvalidArgumentError("A store is a folder, file:///dir or s3://bucket/prefix.");
  return folderUrl(raw);
}

function folderUrl(path: string): string {
  return pathToFileURL(resolve(path)).href.replace(/\/+$/, "");
}

function fileUrlPath(url: string): string {
  try {
    return fileURLToPath(url);
  } catch {
    throw new InvalidArgumentError("It must be an absolute local URL, such as file:///data/ouro.");
  }
}

/** The id of a sweep as a command's argument; it is a folder's name, and a variable of the shell that is not set is none. */
export function sweepArgument(name: string = "<id>", description: string = "the sweep's id"): Argument {
  return new Argument(name, description).argParser((raw) => {
    if (raw === "" || raw.startsWith(".") || /[/\\\s]/.test(raw))
      throw new InvalidArgumentError("It must be the id of a sweep, as `ouro status` lists them.");
    return raw;
  });
}

/** A whole number of at least 1, for commander. */
export function count(raw: string): number {
  const value = Number(raw);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError("It must be a whole number of at least 1.");
  return value;
}

/** A number of seconds above 0, for commander. */
export function seconds(raw: string): number {
  const value = Number(raw);
  if (!(value > 0) || !Number.isFinite(value))
    throw new InvalidArgumentError("It must be a number of seconds above 0.");
  return value;
}

/** What `connectionOptions` needs, from a command's options and the environment. */
export function connectOptions(options: ServerOptions, embedded: "start" | "adopt"): ConnectOptions {
  return {
    env: process.env,
    address: options.address,
    namespace: options.namespace,
    binary: options.temporalBin,
    embedded,
    onProgress: ({ message, elapsedSeconds }) =>
      output.status(elapsedSeconds < 1 ? message : `${message}: ${Math.round(elapsedSeconds)} s`),
  };
}
