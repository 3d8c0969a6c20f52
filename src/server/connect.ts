import { loadClientConnectConfig } from "@temporalio/envconfig";
import { ProvisionError } from "../core/errors.ts";
import { retentionDays } from "./namespace.ts";
import { serverVersion, type Target } from "./probe.ts";
import { whyUnreachable } from "./reach.ts";
import { type RunningServer, runningServer, type ServerOptions } from "./running.ts";

export interface ConnectOptions extends ServerOptions {
  readonly address?: string | undefined;
  readonly apiKey?: string | undefined;
  readonly tls?: boolean | undefined;
  /** Profile of Temporal's own configuration file. */
  readonly temporalProfile?: string | undefined;
  /** Without an address: start the embedded server, use it only if it runs, or do without. "start" unless given. */
  readonly embedded?: "start" | "adopt" | "never" | undefined;
}

export interface TemporalConnection {
  /** For `Connection.connect` and `NativeConnection.connect` alike. */
  readonly options: Target;
  readonly namespace: string;
  readonly source: "option" | "environment" | "embedded";
  /** Only where `source` is "embedded". */
  readonly server?: RunningServer;
}

const patienceMs = 10_000;

/**
 * Where Temporal is: the address given, else Temporal's own `TEMPORAL_*` variables and profile file, else the embedded
 * server. The server has answered and the namespace exists when this returns.
 *
 * @throws {ProvisionError} naming address, TLS and namespace when a configured server does not answer
 */
export async function connectionOptions(options: ConnectOptions): Promise<TemporalConnection> {
  const configured = configuredTarget(options);
  if (configured) {
    await checkAnswers(configured, options);
    return configured;
  }
  const namespace = options.namespace ?? (fromEnvironment(options).namespace || "default");
  const server = await embeddedServer({ ...options, namespace });
  return { options: { address: server.address }, namespace, source: "embedded", server };
}

/** The server that options or environment name, unchecked; undefined when they name none. */
export function configuredTarget(options: ConnectOptions): TemporalConnection | undefined {
  const found = fromEnvironment(options);
  const address = options.address ?? found.connectionOptions.address;
  if (!address) return undefined;
  const apiKey = options.apiKey ?? found.connectionOptions.apiKey;
  const tls = options.tls ?? found.connectionOptions.tls ?? (apiKey === undefined ? undefined : true);
  const { metadata } = found.connectionOptions;
  return {
    options: {
      address,
      ...(tls !== undefined && { tls }),
      ...(typeof apiKey === "string" && { apiKey }),
      ...(metadata && { metadata }),
    },
    namespace: options.namespace ?? (found.namespace || "default"),
    source: options.address === undefined ? "environment" : "option",
  };
}

function fromEnvironment({
  env,
  temporalProfile,
}: ConnectOptions): ReturnType<typeof loadClientConnectConfig> {
  const given: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) if (value !== undefined) given[name] = value;
  try {
    const profile = temporalProfile === undefined ? {} : { profile: temporalProfile };
    return loadClientConnectConfig({ overrideEnvVars: given, ...profile });
  } catch (error) {
    throw new ProvisionError(
      `Temporal's configuration (TEMPORAL_* variables or profile file) cannot be read: ${(error as Error).message}.`,
      { cause: error },
    );
  }
}

async function embeddedServer(options: ConnectOptions): Promise<RunningServer> {
  const mode = options.embedded ?? "start";
  if (mode === "start") {
    // Most commands need what a server is started with as little as a server of their own.
    const { ensureServer } = await import("./embedded.ts");
    return await ensureServer(options);
  }
  const server = mode === "adopt" ? await runningServer(options) : undefined;
  if (server) return server;
  throw new ProvisionError(
    mode === "adopt"
      ? "No Temporal server: the embedded one does not run, and no address is set. Start it with `ouro server start`, " +
          "or name a server with --address or TEMPORAL_ADDRESS."
      : "No Temporal server is named. Give --address or set TEMPORAL_ADDRESS.",
  );
}

async function checkAnswers(
  { options, namespace }: TemporalConnection,
  { env }: ConnectOptions,
): Promise<void> {
  const tls = options.tls ? "with TLS" : "without TLS";
  try {
    const closed = await whyUnreachable(...hostAndPort(options.address), patienceMs, env);
    if (closed !== undefined) throw new Error(closed); // a gRPC client would go on trying until its deadline
    await serverVersion(options, patienceMs);
  } catch (error) {
    throw new ProvisionError(
      `No Temporal server answers at ${options.address} (${tls}): ${reasonOf(error)}. Check that it runs there, that the ` +
        `address is host:port, and whether it wants ${options.tls ? "no TLS" : "TLS or an API key (TEMPORAL_TLS, TEMPORAL_API_KEY)"}.`,
      { cause: error },
    );
  }
  const found = await retentionDays(options, namespace, patienceMs).catch(() => Number.NaN); // not allowed to ask: go on
  if (found === undefined) {
    throw new ProvisionError(
      `The Temporal server at ${options.address} has no namespace ${JSON.stringify(namespace)}. Create it ` +
        `(\`temporal operator namespace create -n ${namespace} --retention 90d\`), or name another with --namespace or TEMPORAL_NAMESPACE.`,
    );
  }
}

/** Temporal's own reading of an address: 7233 unless given, an IPv6 address in brackets. */
export function hostAndPort(address: string): [host: string, port: number] {
  const match = /^(?:\[([^\]]+)\]|([^:]*))(?::(\d+))?$/.exec(address);
  const host = match?.[1] ?? match?.[2];
  if (!host) throw new ProvisionError(`An address must be host:port; got ${JSON.stringify(address)}.`);
  return [host, Number(match?.[3] ?? 7233)];
}

function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  const inner = cause instanceof Error && !message.includes(cause.message) ? `, ${cause.message}` : "";
  return `${message}${inner}`.replace(/\.$/, "");
}
