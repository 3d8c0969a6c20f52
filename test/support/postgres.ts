import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { chown, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { freePort } from "./temporal-server.ts";

const debianFolder = "/usr/lib/postgresql";
const startTimeoutMs = 60_000;

/** The folder with initdb and postgres, or undefined where PostgreSQL is not installed. */
export function postgresPrograms(): string | undefined {
  const versions = existsSync(debianFolder)
    ? readdirSync(debianFolder).sort((a, b) => Number(b) - Number(a))
    : [];
  const folders = [
    ...versions.map((version) => join(debianFolder, version, "bin")),
    ...(process.env["PATH"] ?? "").split(":"),
  ];
  return folders.find((folder) => existsSync(join(folder, "initdb")) && existsSync(join(folder, "postgres")));
}

/** A PostgreSQL of one's own on a free port of loopback, with a password. `close` ends it and removes all. */
export class PostgresServer {
  readonly password = "p@ss:w/rd";
  readonly port: number;
  readonly #folder: string;
  readonly #server: ChildProcess;

  private constructor(folder: string, port: number, server: ChildProcess) {
    this.#folder = folder;
    this.port = port;
    this.#server = server;
  }

  static async start(programs: string): Promise<PostgresServer> {
    const folder = await mkdtemp(join(tmpdir(), "ouro-postgres-"));
    const asUser = await ownedByUser(folder);
    const data = join(folder, "data");
    const password = join(folder, "password");
    const port = await freePort();
    await writeFile(password, "p@ss:w/rd\n", { mode: 0o644 });
    const [initdb = "", ...initdbArgs] = [
      ...asUser,
      ...[join(programs, "initdb"), "-D", data, "-U", "ouro", "-E", "UTF8", "--locale=C", "--no-sync"],
      ...["--auth=scram-sha-256", "--pwfile", password],
    ];
    execFileSync(initdb, initdbArgs, { stdio: ["ignore", "ignore", "inherit"], cwd: folder });
    const [program = "", ...args] = [
      ...asUser,
      ...[join(programs, "postgres"), "-D", data, "-p", String(port), "-k", folder],
      ...["-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-c", "log_min_messages=fatal"],
    ];
    const server = spawn(program, args, { stdio: ["ignore", "ignore", "ignore"], cwd: folder });
    const started = new PostgresServer(folder, port, server);
    await started.#answers();
    return started;
  }

  url(password = this.password): string {
    return `postgres://ouro:${encodeURIComponent(password)}@127.0.0.1:${this.port}/postgres`;
  }

  async client(): Promise<Client> {
    const client = new Client({ connectionString: this.url() });
    client.on("error", () => undefined);
    await client.connect();
    return client;
  }

  async close(): Promise<void> {
    if (this.#server.exitCode === null) {
      const exit = new Promise((done) => this.#server.once("exit", done));
      this.#server.kill("SIGINT"); // a fast shutdown, which ends its sessions
      await exit;
    }
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }

  async #answers(): Promise<void> {
    const deadline = Date.now() + startTimeoutMs;
    for (;;) {
      try {
        await (await this.client()).end();
        return;
      } catch (error) {
        if (Date.now() > deadline || this.#server.exitCode !== null) throw error;
        await sleep(50);
      }
    }
  }
}

/** PostgreSQL refuses to run as root: then `nobody` runs it, and gets the folder. */
async function ownedByUser(folder: string): Promise<string[]> {
  if (process.getuid?.() !== 0) return [];
  const [uid, gid] = ["-u", "-g"].map((flag) =>
    Number(execFileSync("id", [flag, "nobody"], { encoding: "utf8" })),
  );
  await chown(folder, uid ?? 0, gid ?? 0);
  return ["setpriv", `--reuid=${uid}`, `--regid=${gid}`, "--clear-groups"];
}
