import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chownSync, existsSync, mkdirSync, openSync, readdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Connection } from "@temporalio/client";
import { freePort } from "../support/temporal-server.ts";
import type { TemporalServer } from "./temporal.ts";

const provision = fileURLToPath(new URL("../../../../infra/cluster/provision.sh", import.meta.url));
const namespace = "chaos";

/** A Temporal server on a PostgreSQL of its own, provisioned as a cluster's is. The programs are built once. */
export async function postgresServer(folder: string, say: (line: string) => void): Promise<TemporalServer> {
  const prefix = join(process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "ouroboros", "cluster");
  const settings = join(folder, "cluster.env");
  const databasePort = await freePort();
  const port = await freeRange();
  writeFileSync(
    settings,
    `PGHOST=127.0.0.1
PGPORT=${databasePort}
PGUSER=temporal
PGPASSWORD=
TEMPORAL_PORT=${port}
TEMPORAL_NAMESPACE=${namespace}
TEMPORAL_HISTORY_SHARDS=4
TEMPORAL_DYNAMIC_CONFIG=${prefix}/etc/dynamic-config.yaml
`,
  );
  const env = { ...process.env, OURO_PREFIX: prefix, OURO_CLUSTER_ENV: settings };
  const log = openSync(join(folder, "postgres.log"), "a");
  const step = (name: string): void =>
    void execFileSync("bash", [provision, name], { env, stdio: ["ignore", log, log] });

  if (!existsSync(join(prefix, "bin", "server")))
    say("Building the Temporal server: 5 minutes on 2 cores, once …");
  step("programs");
  const database = makeDatabase(folder, databasePort);
  database.start();
  step("schema");
  step("settings");

  let server: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    if (server === undefined || server.exitCode !== null || server.signalCode !== null)
      server = spawn("bash", [provision, "start"], { env, stdio: ["ignore", log, log] });
    await answers(port);
  };
  await start();
  step("namespace");

  return {
    kind: "postgres",
    environment: { TEMPORAL_ADDRESS: `127.0.0.1:${port}`, TEMPORAL_NAMESPACE: namespace },
    start,
    pid: () =>
      Promise.resolve(server?.exitCode === null && server.signalCode === null ? server.pid : undefined),
    port: () => Promise.resolve(port),
    async crashDatabase(seconds) {
      database.stop("immediate");
      await sleep(seconds * 1000);
      database.start();
      await start();
    },
    close() {
      server?.kill("SIGKILL");
      database.stop("immediate");
      return Promise.resolve();
    },
  };
}

/** PostgreSQL refuses to run as root, so root runs it as the user that its package made. */
function makeDatabase(folder: string, port: number): { start(): void; stop(how: string): void } {
  const versions = "/usr/lib/postgresql";
  const newest = existsSync(versions)
    ? readdirSync(versions)
        .sort((a, b) => Number(a) - Number(b))
        .at(-1)
    : undefined;
  if (newest === undefined) throw new Error(`PostgreSQL is not in ${versions}: apt-get install postgresql.`);
  const data = join(folder, "postgres");
  mkdirSync(data, { recursive: true });
  const root = process.getuid?.() === 0;
  if (root) chownSync(data, idOf("-u"), idOf("-g"));
  const run = (program: string, ...args: string[]): void => {
    const path = join(versions, newest, "bin", program);
    const [first = path, ...rest] = root
      ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", path]
      : [];
    execFileSync(first, [...rest, ...args], { stdio: "ignore", cwd: "/" });
  };
  run("initdb", "-D", data, "-U", "temporal", "--auth=trust", "--no-sync");
  const options = `-c port=${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=200`;
  return {
    start: () => run("pg_ctl", "-D", data, "-l", join(data, "log"), "-w", "-o", options, "start"),
    stop: (how) => run("pg_ctl", "-D", data, "-m", how, "stop"),
  };
}

function idOf(which: "-u" | "-g"): number {
  return Number(execFileSync("id", [which, "postgres"], { encoding: "utf8" }));
}

/** The server takes four ports from the first one on, and four more ten above. */
async function freeRange(): Promise<number> {
  return Math.min(await freePort(), 65_500);
}

async function answers(port: number): Promise<void> {
  for (let tries = 0; tries < 240; tries++) {
    try {
      const connection = await Connection.connect({ address: `127.0.0.1:${port}`, connectTimeout: 1000 });
      await connection.close();
      return;
    } catch {
      await sleep(250);
    }
  }
  throw new Error("The Temporal server on PostgreSQL did not answer within a minute.");
}
