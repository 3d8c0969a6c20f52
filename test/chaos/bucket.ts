import { type ChildProcess, spawn } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { createConnection } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../support/temporal-server.ts";
import { BucketProxy } from "./bucket-proxy.ts";
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
  #server: ChildProcess;

  private constructor(
    folder: string,
    proxy: BucketProxy,
    proxyPort: number,
    port: number,
    start: () => ChildProcess,
  ) {
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

  static async make(folder: string, binary: string): Promise<BucketStore> {
    const [data, meta] = ["data", "meta"].map((name) => join(folder, "s3", name)) as [string, string];
    await mkdir(join(data, bucket), { recursive: true }); // a folder there is a bucket
    await mkdir(meta, { recursive: true });
    const port = await freePort();
    const proxy = new BucketProxy(port);
    const proxyPort = await proxy.listen();
    const start = (): ChildProcess =>
      spawn(binary, ["--quiet", "--port", `127.0.0.1:${port}`, "posix", "--sidecar", meta, data], {
        stdio: "ignore",
        env: { ...process.env, ROOT_ACCESS_KEY: "test", ROOT_SECRET_KEY: "secret-of-the-test" },
      });
    const store = new BucketStore(folder, proxy, proxyPort, port, start);
    await store.#answers();
    return store;
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
    for (let tries = 0; tries < 100; tries++) {
      const open = await new Promise<boolean>((done) => {
        const socket = createConnection({ host: "127.0.0.1", port: this.#port });
        socket.once("connect", () => done(true)).once("error", () => done(false));
        socket.once("connect", () => socket.destroy());
      });
      if (open) return;
      await sleep(100);
    }
    throw new Error("The S3 server did not come up within 10 s.");
  }
}
