import { randomUUID } from "node:crypto";
import type { Connection } from "@temporalio/client";
import { type Check, fail, good, warn } from "./check.ts";
import {
  type ConnectOptions,
  configuredTarget,
  connectionOptions,
  type TemporalConnection,
} from "./connect.ts";
import { runningServer } from "./running.ts";
import { locateBinary } from "./ladder.ts";
import { dynamicConfig } from "./launch.ts";
import { retentionDays } from "./namespace.ts";
import { serverVersion, withConnection } from "./probe.ts";
import { compareVersions, oldestServer } from "./version.ts";

const name = {
  binary: "server binary",
  server: "server",
  retention: "retention",
  fairness: "fairness",
  clock: "clock",
};
const patienceMs = 15_000;
const shortestRetentionDays = 30;
const largestSkewSeconds = 5;

export async function checkBinary(options: ConnectOptions): Promise<Check> {
  if (configuredTarget(options)) return good(name.binary, "not needed: a server's address is configured");
  const found = await locateBinary(options);
  if (found) return good(name.binary, `${found.path} (server ${found.serverVersion}, from ${found.source})`);
  if (options.binary !== undefined) {
    return fail(
      name.binary,
      `${options.binary} is no Temporal CLI with server ${oldestServer} or newer`,
      "Name another.",
    );
  }
  const fix =
    "The first run downloads it, or builds it with Go in about 5 minutes; or install the Temporal CLI.";
  return warn(name.binary, "none on the PATH or in the cache", fix);
}

/** Server, retention, fairness and clock; only the first where none answers. */
export async function checkServer(options: ConnectOptions): Promise<readonly Check[]> {
  try {
    if (!configuredTarget(options) && !(await runningServer(options))) {
      return [
        good(name.server, "the embedded server does not run; `ouro run` and `ouro server start` start it"),
      ];
    }
    const connection = await connectionOptions({ ...options, embedded: "adopt" });
    const version = await serverVersion(connection.options, patienceMs);
    return [
      checkVersion(connection, version),
      await checkRetention(connection),
      checkFairness(connection, version),
      await checkClock(connection),
    ];
  } catch (error) {
    return [fail(name.server, (error as Error).message, "Start the server, or correct the address.")];
  }
}

function checkVersion({ options, source, namespace }: TemporalConnection, version: string): Check {
  const detail = `Temporal ${version} at ${options.address} (${source}), namespace ${namespace}`;
  if (compareVersions(version, oldestServer) >= 0) return good(name.server, detail);
  return warn(name.server, detail, `Sweeps are tested from ${oldestServer} on: upgrade the server.`);
}

async function checkRetention({ options, namespace }: TemporalConnection): Promise<Check> {
  try {
    const days = (await retentionDays(options, namespace, patienceMs)) ?? 0;
    const detail = `finished workflows are kept ${Number(days.toFixed(1))} days`;
    if (days >= shortestRetentionDays) return good(name.retention, detail);
    const fix = `temporal operator namespace update -n ${namespace} --retention 90d (status and retry need the history)`;
    return warn(name.retention, detail, fix);
  } catch (error) {
    return warn(
      name.retention,
      `cannot be read: ${(error as Error).message}`,
      "Allow this user to describe the namespace.",
    );
  }
}

/** No call tells whether a server shares fairly: it is known of the one that we start, and of servers too old for it. */
function checkFairness({ source }: TemporalConnection, version: string): Check {
  if (source === "embedded") {
    const on = dynamicConfig["matching.enableFairness"] === true;
    return good(name.fairness, `the embedded server is started with fairness ${on ? "on" : "off"}`);
  }
  const old = compareVersions(version, oldestServer) < 0;
  return warn(
    name.fairness,
    old
      ? `Temporal ${version} has none`
      : "cannot be asked of a server; self-hosted ones have it off unless set",
    "Where several users share workers, set matching.enableFairness: true in the server's dynamic configuration.",
  );
}

async function checkClock({ options, namespace }: TemporalConnection): Promise<Check> {
  try {
    const skew = await withConnection(options, patienceMs, (connection) =>
      clockSkewSeconds(connection, namespace),
    );
    if (skew === undefined) return good(name.clock, "the server does not tell its time");
    const detail = `this machine and the server agree within ${Math.max(1, Math.ceil(Math.abs(skew)))} s`;
    if (Math.abs(skew) <= largestSkewSeconds) return good(name.clock, detail);
    const side = skew > 0 ? "ahead of" : "behind";
    return warn(
      name.clock,
      `the server is ${Math.abs(skew).toFixed(0)} s ${side} this machine`,
      "Set both clocks by NTP.",
    );
  } catch (error) {
    return good(name.clock, `not compared: ${(error as Error).message}`);
  }
}

/**
 * The server's clock less ours, as far as it can be told: 0 where both may agree.
 *
 * No call returns the time, but a task queue tells when it last saw a poller: so we poll one that nobody uses.
 */
export async function clockSkewSeconds(
  connection: Connection,
  namespace: string,
): Promise<number | undefined> {
  const identity = `ouro-doctor-${randomUUID()}`;
  const taskQueue = { name: identity };
  const before = Date.now() / 1000;
  const { workflowService } = connection;
  const ending = new AbortController();
  const request = { namespace, taskQueue, identity };
  const poll = connection
    .withAbortSignal(ending.signal, () => workflowService.pollActivityTaskQueue(request))
    .catch(() => undefined); // nothing is ever put into this queue: the poll ends when we end it
  await new Promise((resolve) => setTimeout(resolve, 500));
  const { pollers } = await workflowService.describeTaskQueue({ namespace, taskQueue, taskQueueType: 2 });
  const after = Date.now() / 1000;
  ending.abort();
  await poll;
  const seen = pollers?.find((poller) => poller.identity === identity)?.lastAccessTime;
  if (!seen) return undefined;
  const server = Number(seen.seconds ?? 0) + (seen.nanos ?? 0) / 1e9;
  if (server < before) return server - before;
  return server > after ? server - after : 0;
}
