import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, openSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Connection } from "@temporalio/client";
import { steadyPort } from "./ports.ts";
import type { TemporalServer } from "./temporal.ts";

const provision = fileURLToPath(new URL("../../../../infra/cluster/provision.sh", import.meta.url));
const namespace = "chaos";
const restartMs = 300;
/** Time for a server to answer, on a busy machine. */
const patienceMs = 180_000;
/** The server takes four ports from the first one on, and four more ten above. */
const serverPorts = [0, 1, 2, 3, 10, 11, 12, 13];

/** Builds the programs where they are not there yet. */
export function providePostgresServer(say: (line: string) => void): void {
  if (existsSync(join(prefix(), "bin", "server")) && existsSync(join(prefix(), "schema"))) return;
  say("Building the Temporal server: 5 minutes on 2 cores, once …");
  const env = { ...process.env, OURO_PREFIX: prefix() };
  execFileSync("bash", [provision, "programs"], { env, stdio: ["ignore", "ignore", "inherit"] });
}

function prefix(): string {
  return join(process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "ouroboros", "cluster");
}

/** A Temporal server on a PostgreSQL of its own, provisioned as a cluster's is. */
export async function postgresServer(folder: string): Promise<TemporalServer> {
  const settings = join(folder, "cluster.env");
  const databasePort = await steadyPort();
  const port = await steadyPort(serverPorts);
  writeFileSync(
    settings,
    `PGHOST=127.0.0.1
PGPORT=${databasePort}
PGUSER=temporal
PGPASSWORD=
TEMPORAL_PORT=${port}
TEMPORAL_NAMESPACE=${namespace}
TEMPORAL_HISTORY_SHARDS=4
TEMPORAL_DYNAMIC_CONFIG=${prefix()}/etc/dynamic-config.yaml
`,
  );
  const env = { ...process.env, OURO_PREFIX: prefix(), OURO_CLUSTER_ENV: settings };
  const log = openSync(join(folder, "postgres.log"), "a");
  const step = (name: string): void =>
    void execFileSync("bash", [provision, name], { env, stdio: ["ignore", log, log] });

  const database = makeDatabase(databasePort);
  database.start();
  step("schema");
  step("settings");

  let server: ChildProcess | undefined;
  let held: Promise<void> | undefined;
  let closing = false;
  // It gives up where its database is away for long: as a service it is started again whenever it ends.
  const live = async (): Promise<void> => {
    while (!closing) {
      await held;
      server = spawn("bash", [provision, "start"], { env, stdio: ["ignore", log, log] });
      await new Promise((done) => server?.once("exit", done));
      await sleep(restartMs);
    }
  };
  void live();
  await answers(port);
  step("namespace");

  return {
    kind: "postgres",
    environment: { TEMPORAL_ADDRESS: `127.0.0.1:${port}`, TEMPORAL_NAMESPACE: namespace },
    start: () => answers(port),
    pid: () =>
      Promise.resolve(server?.exitCode === null && server.signalCode === null ? server.pid : undefined),
    port: () => Promise.resolve(port),
    async down(seconds) {
      held = sleep(seconds * 1000);
      server?.kill("SIGKILL");
      await held;
      await answers(port);
    },
    async crashDatabase(seconds) {
      database.stop("immediate");
      await sleep(seconds * 1000);
      database.start();
      await answers(port);
    },
    close() {
      closing = true;
      server?.kill("SIGKILL");
      database.remove();
      return Promise.resolve();
    },
  };
}

interface Database {
  start(): void;
  stop(how: string): void;
  /** Stops it where it runs, and removes its files. */
  remove(): void;
}

/**
 * PostgreSQL refuses to run as root, so root runs it as the user that its package made; its files are in a folder of
 * that user, who may not look into ours.
 */
function makeDatabase(port: number): Database {
  const versions = "/usr/lib/postgresql";
  const newest = existsSync(versions)
    ? readdirSync(versions)
        .sort((a, b) => Number(a) - Number(b))
        .at(-1)
    : undefined;
  if (newest === undefined) throw new Error(`PostgreSQL is not in ${versions}: apt-get install postgresql.`);
  const data = mkdtempSync(join(tmpdir(), "ouro-chaos-postgres-"));
  const root = process.getuid?.() === 0;
  if (root) chownSync(data, idOf("-u"), idOf("-g"));
  const run = (program: string, ...args: string[]): void => {
    const path = join(versions, newest, "bin", program);
    const [first = path, ...rest] = root
      ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", path]
      : [];
    execFileSync(first, [...rest, ...args], { stdio: ["ignore", "ignore", "pipe"], cwd: "/" });
  };
  run("initdb", "-D", data, "-U", "temporal", "--auth=trust", "--no-sync");
  const options = `-c port=${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=200`;
  const stop = (how: string): void => run("pg_ctl", "-D", data, "-m", how, "stop");
  return {
    start: () => run("pg_ctl", "-D", data, "-l", join(data, "log"), "-w", "-o", options, "start"),
    stop,
    remove() {
      try {
        stop("immediate");
      } catch {
        // It had ended already.
      }
      rmSync(data, { recursive: true, force: true });
    },
  };
}

function idOf(which: "-u" | "-g"): number {
  return Number(execFileSync("id", [which, "postgres"], { encoding: "utf8" }));
}

async function answers(port: number): Promise<void> {
  const began = performance.now();
  while (performance.now() - began < patienceMs) {
    try {
      const connection = await Connection.connect({ address: `127.0.0.1:${port}`, connectTimeout: 1000 });
      await connection.close();
      return;
    } catch {
      await sleep(250);
    }
  }
  throw new Error(`The Temporal server on PostgreSQL did not answer within ${patienceMs / 1000} s.`);
}
