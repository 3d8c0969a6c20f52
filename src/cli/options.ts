import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type Command, InvalidArgumentError, Option } from "commander";
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
      .default("./ouro-data")
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

/** A store as a URL: a plain path becomes file://, absolute. */
export function storeUrl(raw: string): string {
  if (/^(file|s3):\/\//.test(raw)) return raw.replace(/\/+$/, "");
  if (/^[a-z0-9]+:\/\//i.test(raw))
    throw new InvalidArgumentError("A store is a folder, file:///dir or s3://bucket/prefix.");
  return pathToFileURL(resolve(raw)).href.replace(/\/+$/, "");
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
    onProgress: ({ message }) => output.status(message),
  };
}
