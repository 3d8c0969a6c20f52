import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../../dist/src/cli/main.js", import.meta.url));

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A place of its own for the command: data folder, store and embedded server apart from everybody else's. */
export class Bench {
  readonly folder: string;
  readonly #children: Set<ChildProcess> = new Set();

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async make(): Promise<Bench> {
    return new Bench(await mkdtemp(join(tmpdir(), "ouro-e2e-")));
  }

  get environment(): NodeJS.ProcessEnv {
    const { TEMPORAL_ADDRESS: _address, OURO_STORE: _store, ...rest } = process.env;
    return { ...rest, XDG_DATA_HOME: join(this.folder, "data"), NO_COLOR: "1" };
  }

  store(name = "store"): string {
    return join(this.folder, name);
  }

  async spec(name: string, text: string): Promise<string> {
    const path = join(this.folder, name);
    await writeFile(path, text);
    return path;
  }

  /** Starts the command, of another build where one is named, and hands over the process, for tests that kill. */
  start(
    args: readonly string[],
    environment: NodeJS.ProcessEnv = {},
    build: string = main,
  ): { child: ChildProcess; finished: Promise<Finished> } {
    const child = spawn(process.execPath, [build, ...args], {
      cwd: this.folder,
      env: { ...this.environment, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#children.add(child);
    let stdout = "";
    let stderr = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    child.stderr?.on("data", (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    const finished = new Promise<Finished>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code) => {
        this.#children.delete(child);
        resolve({ code, stdout, stderr });
      });
    });
    return { child, finished };
  }

  async run(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Finished> {
    return await this.start(args, environment).finished;
  }

  /** The pid of this bench's embedded server, or undefined where none runs. */
  async serverPid(): Promise<number | undefined> {
    const { stdout } = await this.run(["server", "status", "--json"]);
    const status = JSON.parse(stdout) as { running: boolean; pid?: number };
    return status.running ? status.pid : undefined;
  }

  /** The id that the sweep of a spec has. */
  async sweepId(file: string): Promise<string> {
    const { stdout } = await this.run(["plan", file, "--json"]);
    return (JSON.parse(stdout) as { sweepId: string }).sweepId;
  }

  /** The digest of a sweep's dataset, as its manifest states it. */
  async digest(sweepId: string, store: string = this.store()): Promise<string> {
    const manifest = JSON.parse(await readFile(join(store, sweepId, "dataset", "manifest.json"), "utf8")) as {
      digest: string;
    };
    return manifest.digest;
  }

  /** Ends everything that was started here and removes the folder. */
  async close(): Promise<void> {
    for (const child of this.#children) child.kill("SIGKILL");
    await this.run(["server", "stop"]);
    await rm(this.folder, { recursive: true, force: true });
  }
}
