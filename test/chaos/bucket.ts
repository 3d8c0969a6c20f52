import { type ChildProcess, spawn } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { createConnection } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { BucketProxy } from "./bucket-proxy.ts";
import { steadyPort } from "./ports.ts";
import type { Hosts } from "./hosts.ts";
import type { Command } from "./member.ts";
import type { ChaosStore } from "./store.ts";

const bucket = "chaos";

/** A bucket on an S3 server of its own, behind a proxy that spoils requests on order. */
export class BucketStore implements ChaosStore {
  readonly url: string = `s3://${bucket}/sweeps`;
  readonly disk: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly proxy: BucketProxy;
  readonly #start: () => ChildProcess;
  readonly #port: number;
  readonly #hosts: Hosts | undefined;
  #server: ChildProcess;

  private constructor(
    folder: string,
    proxy: BucketProxy,
    proxyPort: number,
    port: number,
    hosts: Hosts | undefined,
    start: () => ChildProcess,
  ) {
    this.#hosts = hosts;
    this.disk = join(folder, "s3", "data", bucket, "sweeps");
    this.proxy = proxy;
    this.#port = port;
    this.#start = start;
    this.#server = start();
    this.environment = {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${proxyPort}`,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "secret-of-the-test",
      AWS_REGION: "us-east-1",
    };
  }

  /** @param hosts where given, the server is on its own host */
  static async make(folder: string, binary: string, hosts: Hosts | undefined): Promise<BucketStore> {
    const [data, meta] = ["data", "meta"].map((name) => join(folder, "s3", name)) as [string, string];
    await mkdir(join(data, bucket), { recursive: true }); // a folder there is a bucket
    await mkdir(meta, { recursive: true });
    const port = await steadyPort();
    const proxy = new BucketProxy(hosts?.address("bucket", "home") ?? "127.0.0.1", port);
    const proxyPort = await proxy.listen();
    const command: Command = {
      program: binary,
      args: [
        ...["--quiet", "--port", `${hosts ? "0.0.0.0" : "127.0.0.1"}:${port}`],
        ...["posix", "--sidecar", meta, data],
      ],
      env: { ...process.env, ROOT_ACCESS_KEY: "test", ROOT_SECRET_KEY: "secret-of-the-test" },
    };
    const { program, args, env } = hosts?.on("bucket", command) ?? command;
    const start = (): ChildProcess => spawn(program, args, { stdio: "ignore", env });
    const store = new BucketStore(folder, proxy, proxyPort, port, hosts, start);
    await store.#answers();
    return store;
  }

  /** Address and port of the S3 server itself. */
  reachedFrom(host: "home" | "worker"): string {
    return `${this.#hosts?.address("bucket", host) ?? "127.0.0.1"}:${this.#port}`;
  }

  /** SIGKILL, and a new server on the same files after some seconds. */
  async killServer(seconds: number): Promise<void> {
    await this.#end();
    await sleep(seconds * 1000);
    this.#server = this.#start();
    await this.#answers();
  }

  /** The server stands still for some seconds. */
  async freezeServer(seconds: number): Promise<void> {
    this.#server.kill("SIGSTOP");
    await sleep(seconds * 1000);
    this.#server.kill("SIGCONT");
  }

  async close(): Promise<void> {
    await this.proxy.close();
    await this.#end();
  }

  async #end(): Promise<void> {
    const exit = new Promise((done) => this.#server.once("exit", done));
    if (this.#server.kill("SIGKILL")) await exit;
  }

  async #answers(): Promise<void> {
    for (let tries = 0; tries < 1200; tries++) {
      const open = await new Promise<boolean>((done) => {
        const socket = createConnection({ host: this.reachedFrom("home").split(":")[0], port: this.#port });
        socket.once("connect", () => done(true)).once("error", () => done(false));
        socket.once("connect", () => socket.destroy());
      });
      if (open) return;
      await sleep(100);
    }
    throw new Error("The S3 server did not come up within 2 minutes.");
  }
}
