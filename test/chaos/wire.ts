import { createConnection, createServer, type Server, type Socket } from "node:net";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** A line to a TCP server that can be cut, held or made slow: what workers on other hosts see of a network. */
export class Wire {
  readonly #server: Server;
  readonly #target: () => Promise<number>;
  readonly #sockets: Set<Socket> = new Set();
  #delayMs = 0;
  #held: Promise<void> | undefined;

  /** @param target the port on loopback that the line leads to, asked at every connection */
  constructor(target: () => Promise<number>) {
    this.#target = target;
    this.#server = createServer((near) => {
      void this.#join(near).catch(() => near.destroy());
    });
  }

  async listen(host = "127.0.0.1"): Promise<number> {
    await new Promise<void>((done) => this.#server.listen(0, host, done));
    return (this.#server.address() as AddressInfo).port;
  }

  /** Ends every connection; new ones come through. */
  cut(): number {
    const count = this.#sockets.size;
    for (const socket of this.#sockets) socket.destroy();
    return count;
  }

  /** Nothing arrives, and nobody is told, for some seconds: a partition. */
  async hold(seconds: number): Promise<void> {
    this.#held = sleep(seconds * 1000);
    await this.#held;
    this.#held = undefined;
  }

  /** Everything arrives `ms` later, for some seconds. */
  async delay(ms: number, seconds: number): Promise<void> {
    this.#delayMs = ms;
    await sleep(seconds * 1000);
    this.#delayMs = 0;
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((done) => this.#server.close(done));
  }

  async #join(near: Socket): Promise<void> {
    await this.#held;
    const far = createConnection({ host: "127.0.0.1", port: await this.#target() });
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(from);
      from.setNoDelay(true);
      from.once("error", () => to.destroy());
      from.once("close", () => {
        this.#sockets.delete(from);
        to.destroy();
      });
      void this.#carry(from, to).catch(() => to.destroy());
    }
  }

  /** One chunk after the other, so that a delay keeps their order. */
  async #carry(from: Socket, to: Socket): Promise<void> {
    for await (const chunk of from) {
      await this.#held;
      if (this.#delayMs > 0) await sleep(this.#delayMs);
      if (!to.write(chunk as Buffer)) await new Promise((done) => to.once("drain", done).once("close", done));
    }
    to.end();
  }
}
