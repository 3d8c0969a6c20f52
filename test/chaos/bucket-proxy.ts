import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** How a bucket behaves: every `n`-th request is hit. */
export interface BucketOrder {
  /**
   * `busy`: 503 SlowDown. `broken`: 500. `slow`: answers `ms` later. `torn`: half of an upload arrives, then the line
   * is cut. `lost`: the request is carried out, and its answer never comes.
   */
  readonly mode: "well" | "busy" | "broken" | "slow" | "torn" | "lost";
  readonly n: number;
  readonly ms: number;
}

const well: BucketOrder = { mode: "well", n: 1, ms: 0 };

/** An HTTP server in front of an S3 server that passes everything on as it is, save what it is ordered to spoil. */
export class BucketProxy {
  order: BucketOrder = well;
  readonly #server: Server;
  readonly #upstream: { readonly host: string; readonly port: number };
  #requests = 0;

  constructor(host: string, port: number) {
    this.#upstream = { host, port };
    this.#server = createServer((from, to) => {
      void this.#serve(from, to).catch(() => to.destroy());
    });
    this.#server.keepAliveTimeout = 60_000;
  }

  async listen(host = "127.0.0.1"): Promise<number> {
    await new Promise<void>((done) => this.#server.listen(0, host, done));
    return (this.#server.address() as AddressInfo).port;
  }

  /** Behaves as ordered for some seconds, then well again. */
  async during(order: BucketOrder, seconds: number): Promise<void> {
    this.order = order;
    await sleep(seconds * 1000);
    this.order = well;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  async #serve(from: IncomingMessage, to: ServerResponse): Promise<void> {
    const { order } = this;
    const mode = order.mode !== "well" && ++this.#requests % order.n === 0 ? order.mode : "well";
    const body = await bytesOf(from);
    if (mode === "slow") await sleep(order.ms);
    if (mode === "busy") refuse(to, 503, "SlowDown");
    else if (mode === "broken") refuse(to, 500, "InternalError");
    else if (mode === "torn" && from.method === "PUT")
      await this.#half(from, body).finally(() => to.destroy());
    else await this.#pass(from, body, to, mode === "lost" && from.method !== "GET");
  }

  /** Passes a request on; its answer comes back unless it is to be lost. */
  async #pass(from: IncomingMessage, body: Buffer, to: ServerResponse, lost: boolean): Promise<void> {
    await new Promise<void>((done) => {
      const on = this.#request(from, (answer) => {
        if (lost) {
          answer.resume();
          answer.once("end", () => to.destroy());
        } else {
          to.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
          answer.pipe(to);
        }
        answer.once("close", done);
      });
      on.once("error", () => {
        to.destroy(); // as a server that is away looks: the line drops
        done();
      });
      on.end(body);
    });
  }

  async #half(from: IncomingMessage, body: Buffer): Promise<void> {
    const on = this.#request(from, (answer) => answer.resume());
    on.once("error", () => undefined);
    on.write(body.subarray(0, body.length >> 1));
    await sleep(50);
    on.destroy();
  }

  #request(from: IncomingMessage, onAnswer: (answer: IncomingMessage) => void): ReturnType<typeof request> {
    const { method, url } = from;
    const { expect: _, ...headers } = from.headers; // this proxy has the whole body already
    return request({ ...this.#upstream, method, path: url, headers }, onAnswer);
  }
}

function refuse(to: ServerResponse, status: number, code: string): void {
  to.writeHead(status, { "content-type": "application/xml" });
  to.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>A fault on purpose.</Message></Error>`);
}

async function bytesOf(from: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of from) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
